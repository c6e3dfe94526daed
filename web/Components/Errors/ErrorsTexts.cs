namespace Mihari.Web.Components.Errors;

/// <summary>The texts of what went wrong: <c>ErrorsTexts.resx</c> beside this file.</summary>
public sealed class ErrorsTexts;
