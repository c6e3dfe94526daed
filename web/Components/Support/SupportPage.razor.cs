using Microsoft.AspNetCore.Components;
using Mihari.Identifiers;
using Mihari.Support;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Support;

/// <summary>The customers, and the way to any contract or device by its number.</summary>
public sealed partial class SupportPage
{
    private CustomerPage? _page;
    private Paging _paging = new(0, 25);
    private string _search = "";
    private string _find = "";
    private string? _notFound;

    protected override Task OnInitializedAsync() => Load();

    private Task Search(string? typed)
    {
        _search = typed ?? "";
        _paging = _paging with { Page = 0 };
        return Load();
    }

    private Task Turn(Paging paging)
    {
        _paging = paging;
        return Load();
    }

    /// <summary>Answers may come in another order than they were asked for: only what is still asked for is shown.</summary>
    private async Task Load()
    {
        var (search, paging) = (_search, _paging);
        var page = await Desk.FindCustomers(await Page.Get(), search.Trim(), paging.Page * paging.Size, paging.Size);
        if (search == _search && paging == _paging)
            _page = page;
    }

    private async Task Find()
    {
        var text = _find.Trim();
        _notFound = null;
        var isNumber = ContractNumber.TryParse(text, out var number);
        var isDevice = DeviceId.TryParse(text, out var device);
        var found = await Desk.FindRegistrations(await Page.Get(), isNumber ? [number] : [], isDevice ? [device] : []);
        var contract = found.Contracts.Select(c => (ContractNumber?)c.Number).Concat(found.Devices.Select(d => (ContractNumber?)d.Contract)).FirstOrDefault();
        if (contract is { } one)
            Navigation.NavigateTo(SupportLinks.Contract(one));
        else if (text.Length > 0)
            _notFound = Texts["NotFound", text];
    }
}
