using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Layout;

/// <summary>The portal's line icons, 20 × 20 in the text's colour; drawn inline, so that none is fetched.</summary>
internal static class Marks
{
    public static readonly MarkupString Menu = Line("<path d='M3 5.5h14M3 10h14M3 14.5h14'/>");
    public static readonly MarkupString Close = Line("<path d='m5 5 10 10M15 5 5 15'/>");
    public static readonly MarkupString Search = Line("<circle cx='9' cy='9' r='5.5'/><path d='m13.2 13.2 3.8 3.8'/>");
    public static readonly MarkupString Chevron = Line("<path d='m5.5 8 4.5 4.5L14.5 8'/>");
    public static readonly MarkupString Forward = Line("<path d='m8 5 5 5-5 5'/>");
    public static readonly MarkupString Building = Line("<path d='M4.5 17V4.5a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1V17M12.5 8.5h2a1 1 0 0 1 1 1V17M2.5 17h15M7.5 7h2M7.5 10h2M7.5 13h2'/>");
    public static readonly MarkupString Camera = Line("<rect x='2.5' y='5.5' width='10.5' height='9' rx='2'/><path d='m13 9 4.5-2.5v7L13 11'/>");
    public static readonly MarkupString NoCamera = Line("<path d='M5 5.5h6a2 2 0 0 1 2 2v1.5l4.5-2.5v7M13 13.2a2 2 0 0 1-1.5 1.3h-7a2 2 0 0 1-2-2v-5a2 2 0 0 1 .8-1.6M3 3l14 14'/>");
    public static readonly MarkupString Trouble = Line("<path d='M10 3.2 17.6 16.5H2.4zM10 8.2v3.8M10 14.2v.1'/>");
    public static readonly MarkupString Card = Line("<path d='M5 3.5h6.5L15 7v9.5H5zM8 6.5v2M10.5 6.5v2'/>");
    public static readonly MarkupString Play = Line("<path d='M7 4.8v10.4l8-5.2z' fill='currentColor'/>");
    public static readonly MarkupString SignOut = Line("<path d='M8 3.5H4.5v13H8M8.5 10H17M13.5 6.5 17 10l-3.5 3.5'/>");
    public static readonly MarkupString Clock = Line("<circle cx='10' cy='10' r='7'/><path d='M10 6v4l2.8 1.8'/>");
    public static readonly MarkupString Away = Line("<path d='M3 8.2a10 10 0 0 1 3.2-2.1M9 5.3a10 10 0 0 1 8 2.9M5.6 11a6.3 6.3 0 0 1 3-1.6M12.6 9.9q1 .4 1.8 1.1M10 14.8v.1M3.5 3.5l13 13'/>");

    /// <summary>The product's sign: an eye over a wall.</summary>
    public static readonly MarkupString Logo = new(
        """
        <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" fill="none" stroke-width="2.6" stroke-linecap="round"><path d="M4.5 17.2C7.4 12 11.3 9.4 16 9.4s8.6 2.6 11.5 7.8" stroke="#5cc0d2"/><circle cx="16" cy="18" r="4.6" fill="currentColor"/><path d="M9 24.6h14" stroke="#5cc0d2"/></svg>
        """);

    private static MarkupString Line(string paths) => new(
        $"<svg viewBox='0 0 20 20' width='20' height='20' aria-hidden='true' fill='none' stroke='currentColor' stroke-width='1.7' stroke-linecap='round' stroke-linejoin='round'>{paths}</svg>");
}
