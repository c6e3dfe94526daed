namespace Mihari.Web.Components.Streams;

/// <summary>The texts of video: <c>StreamsTexts.resx</c> beside this file.</summary>
public sealed class StreamsTexts;
