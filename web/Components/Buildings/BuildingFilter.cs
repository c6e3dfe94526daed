namespace Mihari.Web.Components.Buildings;

/// <summary>What the viewer filters buildings by: one for the list beside every page and for the top page's table.</summary>
internal sealed class BuildingFilter
{
    /// <summary>Raised on the page's dispatcher.</summary>
    public event Action? Changed;

    public string? Text
    {
        get;
        set
        {
            if (string.Equals(field, value, StringComparison.Ordinal))
                return;

            field = value;
            Changed?.Invoke();
        }
    }

    /// <summary>Whether it lets everything through.</summary>
    public bool IsEmpty => string.IsNullOrWhiteSpace(Text);
}
