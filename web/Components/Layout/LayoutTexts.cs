namespace Mihari.Web.Components.Layout;

/// <summary>The texts around every page: <c>LayoutTexts.resx</c> beside this file.</summary>
public sealed class LayoutTexts;
