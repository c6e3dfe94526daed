using Microsoft.AspNetCore.Components;

namespace Mihari.Web.Components.Layout;

/// <summary>The portal's line icons, 20 × 20 in the text's colour; drawn inline, so that none is fetched.</summary>
internal static class Marks
{
    public static readonly MarkupString Menu = Line("<path d='M3 5.5h14M3 10h14M3 14.5h14'/>");
    public static readonly MarkupString Close = Line("<path d='m5 5 10 10M15 5 5 15'/>");
    public static readonly MarkupString Search = Line("<circle cx='9' cy='9' r='5.5'/><path d='m13.2 13.2 3.8 3.8'/>");
    public static readonly MarkupString Refresh = Line("<path d='M15.8 8.2A6.2 6.2 0 0 0 4.6 6.9M4.2 11.8a6.2 6.2 0 0 0 11.2 1.3M4.2 3.4v3.8H8M15.8 16.6v-3.8H12'/>");
    public static readonly MarkupString Chevron = Line("<path d='m5.5 8 4.5 4.5L14.5 8'/>", "chevron");
    public static readonly MarkupString Forward = Line("<path d='m8 5 5 5-5 5'/>");
    public static readonly MarkupString Mail = Line("<rect x='2.5' y='4.5' width='15' height='11' rx='1.5'/><path d='m3 5.5 7 5.5 7-5.5'/>");
    public static readonly MarkupString Building = Line("<path d='M4.5 17V4.5a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1V17M12.5 8.5h2a1 1 0 0 1 1 1V17M2.5 17h15M7.5 7h2M7.5 10h2M7.5 13h2'/>");
    public static readonly MarkupString Camera = Line("<rect x='2.5' y='5.5' width='10.5' height='9' rx='2'/><path d='m13 9 4.5-2.5v7L13 11'/>");
    public static readonly MarkupString Wall = Line("<path d='M3 4.5h6v4.5H3zM11 4.5h6v4.5h-6zM3 11h6v4.5H3zM11 11h6v4.5h-6z'/>");
    public static readonly MarkupString Fleet = Line("<rect x='2.5' y='3.5' width='4' height='3' rx='.8'/><rect x='2.5' y='8.5' width='4' height='3' rx='.8'/><rect x='2.5' y='13.5' width='4' height='3' rx='.8'/><path d='M9.5 5h8M9.5 10h8M9.5 15h8'/>");
    public static readonly MarkupString NoCamera = Line("<path d='M5 5.5h6a2 2 0 0 1 2 2v1.5l4.5-2.5v7M13 13.2a2 2 0 0 1-1.5 1.3h-7a2 2 0 0 1-2-2v-5a2 2 0 0 1 .8-1.6M3 3l14 14'/>");
    public static readonly MarkupString Trouble = Line("<path d='M10 3.2 17.6 16.5H2.4zM10 8.2v3.8M10 14.2v.1'/>");
    public static readonly MarkupString Card = Line("<path d='M5 3.5h6.5L15 7v9.5H5zM8 6.5v2M10.5 6.5v2'/>");
    public static readonly MarkupString Play = Line("<path d='M7 4.8v10.4l8-5.2z' fill='currentColor'/>");
    public static readonly MarkupString SignOut = Line("<path d='M8 3.5H4.5v13H8M8.5 10H17M13.5 6.5 17 10l-3.5 3.5'/>");
    public static readonly MarkupString Clock = Line("<circle cx='10' cy='10' r='7'/><path d='M10 6v4l2.8 1.8'/>");
    public static readonly MarkupString Away = Line("<path d='M3 8.2a10 10 0 0 1 3.2-2.1M9 5.3a10 10 0 0 1 8 2.9M5.6 11a6.3 6.3 0 0 1 3-1.6M12.6 9.9q1 .4 1.8 1.1M10 14.8v.1M3.5 3.5l13 13'/>");

    public static readonly MarkupString Check = Line("<circle cx='10' cy='10' r='7.5'/><path d='m6.6 10.2 2.4 2.4 4.4-5'/>");
    public static readonly MarkupString Plus = Line("<path d='M10 4v12M4 10h12'/>");
    public static readonly MarkupString Edit = Line("<path d='M4 16l.8-3.6L13.4 3.8a1.4 1.4 0 0 1 2 0l.8.8a1.4 1.4 0 0 1 0 2L7.6 15.2z'/>");
    public static readonly MarkupString Trash = Line("<path d='M3.5 5.5h13M8 5.5V3.5h4v2M5 5.5l.8 11h8.4l.8-11M8.5 8.5v5M11.5 8.5v5'/>");
    public static readonly MarkupString Lock = Line("<rect x='4' y='9' width='12' height='8' rx='1.5'/><path d='M6.8 9V6.5a3.2 3.2 0 0 1 6.4 0V9'/>");
    public static readonly MarkupString Unlock = Line("<rect x='4' y='9' width='12' height='8' rx='1.5'/><path d='M6.8 9V6.5a3.2 3.2 0 0 1 6.2-1.1'/>");
    public static readonly MarkupString Key = Line("<circle cx='6.8' cy='13.2' r='3.3'/><path d='m9.2 10.8 7-7M13 7l2.4 2.4'/>");
    public static readonly MarkupString Person = Line("<circle cx='10' cy='6.8' r='3.3'/><path d='M3.5 17c.6-3.6 3-5.5 6.5-5.5s5.9 1.9 6.5 5.5'/>");
    public static readonly MarkupString People = Line("<circle cx='7.5' cy='7.2' r='2.9'/><path d='M2 16.5c.5-3.2 2.5-4.8 5.5-4.8s5 1.6 5.5 4.8M13 4.6a2.9 2.9 0 0 1 0 5.3M15 12.2c1.7.7 2.7 2.1 3 4.3'/>");
    public static readonly MarkupString Headset = Line("<path d='M3.5 12v-2a6.5 6.5 0 0 1 13 0v2M3.5 11.5h2v4h-1a1 1 0 0 1-1-1zM16.5 11.5h-2v4h1a1 1 0 0 0 1-1zM15.5 15.5c0 1.5-1.5 2-4 2'/>");
    public static readonly MarkupString Servers = Line("<path d='M3.5 4h13v5h-13zM3.5 11h13v5h-13zM6.5 6.5h.1M6.5 13.5h.1'/>");
    public static readonly MarkupString History = Line("<path d='M3.5 4v4h4M3.9 8a6.8 6.8 0 1 1-.5 4M10 6.5v4l2.6 1.6'/>");
    public static readonly MarkupString Swap = Line("<path d='M4 7h11M12 4l3 3-3 3M16 13H5M8 10l-3 3 3 3'/>");
    public static readonly MarkupString Room = Line("<path d='M5 17V4a1 1 0 0 1 1-1h8a1 1 0 0 1 1 1v13M3 17h14M12 10v.1'/>");
    public static readonly MarkupString Gear = Line("<circle cx='10' cy='10' r='2.6'/><path d='M10 2.5v2.1M10 15.4v2.1M2.5 10h2.1M15.4 10h2.1M4.7 4.7l1.5 1.5M13.8 13.8l1.5 1.5M15.3 4.7l-1.5 1.5M6.2 13.8l-1.5 1.5'/><circle cx='10' cy='10' r='5.4'/>");
    public static readonly MarkupString Sort = Line("<path d='m6.5 8 3.5-3.5L13.5 8M6.5 12l3.5 3.5 3.5-3.5'/>");
    public static readonly MarkupString SortUp = Line("<path d='M10 15.5v-11M5.5 9 10 4.5 14.5 9'/>");
    public static readonly MarkupString SortDown = Line("<path d='M10 4.5v11M5.5 11l4.5 4.5 4.5-4.5'/>");

    /// <summary>The product's sign: an eye over a wall.</summary>
    public static readonly MarkupString Logo = new(
        """
        <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" fill="none" stroke-width="2.6" stroke-linecap="round"><path d="M4.5 17.2C7.4 12 11.3 9.4 16 9.4s8.6 2.6 11.5 7.8" stroke="#5cc0d2"/><circle cx="16" cy="18" r="4.6" fill="currentColor"/><path d="M9 24.6h14" stroke="#5cc0d2"/></svg>
        """);

    private static MarkupString Line(string paths, string name = "") => new(
        $"<svg class='{name}' viewBox='0 0 20 20' width='20' height='20' aria-hidden='true' fill='none' stroke='currentColor' stroke-width='1.7' stroke-linecap='round' stroke-linejoin='round'>{paths}</svg>");
}
