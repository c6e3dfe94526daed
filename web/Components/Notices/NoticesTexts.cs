namespace Mihari.Web.Components.Notices;

/// <summary>The texts around the operator's documents: <c>NoticesTexts.resx</c> beside this file.</summary>
public sealed class NoticesTexts;
