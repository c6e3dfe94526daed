namespace Mihari.Web.Components.Recordings;

/// <summary>The texts of event recordings: <c>RecordingsTexts.resx</c> beside this file.</summary>
public sealed class RecordingsTexts;
