namespace Mihari.Web.Components.Support;

/// <summary>The texts of the support desk: <c>SupportTexts.resx</c> beside this file.</summary>
public sealed class SupportTexts;
