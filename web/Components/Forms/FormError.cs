namespace Mihari.Web.Components.Forms;

/// <summary>Why something was refused, in the viewer's language.</summary>
/// <param name="Field">The field that it belongs to, as the refusal names it; null for the whole.</param>
/// <param name="Text">The sentence.</param>
public sealed record FormError(string? Field, string Text);
