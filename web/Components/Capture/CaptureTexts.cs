namespace Mihari.Web.Components.Capture;

/// <summary>The texts of what cameras record on: <c>CaptureTexts.resx</c> beside this file.</summary>
public sealed class CaptureTexts;
