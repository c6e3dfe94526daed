namespace Mihari.Web.Components.Forms;

/// <summary>The texts that every form shares, refusals among them: <c>FormsTexts.resx</c> beside this file.</summary>
public sealed class FormsTexts;
