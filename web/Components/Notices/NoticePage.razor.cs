using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Mihari.Web.Branding;

namespace Mihari.Web.Components.Notices;

/// <summary>One of the operator's texts that the footer leads to (manual, chapter 0). For everybody, signed in or not.</summary>
public sealed partial class NoticePage
{
    private ImmutableArray<BrandText> _parts = [];
    private BrandDocument _document;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string Title => Texts[_document.ToString()];

    protected override void OnInitialized()
    {
        _document = new Uri(Navigation.Uri).AbsolutePath switch
        {
            "/terms" => BrandDocument.Terms,
            "/privacy" => BrandDocument.Privacy,
            _ => BrandDocument.AccessInformation,
        };
        _parts = Brand.Read(_document);
    }
}
