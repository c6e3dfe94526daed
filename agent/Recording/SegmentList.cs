using System.Text.Json;
using Mihari.Agent.Replies;
using Mihari.Protocol;

namespace Mihari.Agent.Recording;

/// <summary>Answers <c>listSegments</c>.</summary>
internal static class SegmentList
{
    /// <summary>What a reply has left for the list: a message may have 64 KiB, which 500 manifests can exceed.</summary>
    private const int MostBytes = Limits.MaxMessageBytes - 1024;

    /// <summary>The manifests of the span, oldest first, as many as fit; the rest is asked for from the last one's end.</summary>
    public static JsonElement Answer(Command command, RecordingRing ring)
    {
        var args = CommandDesk.Arguments(command, WireJson.Default.ListSegmentsArgs);
        if (args.To <= args.From)
            throw new CommandFailedException(ErrorCodes.BadArguments, "the span is empty");
        if (ring.Report().State is { } state and not (WireSdState.Ok or WireSdState.ReadOnly or WireSdState.Full))
            throw new CommandFailedException(ErrorCodes.SdUnavailable, $"the card is {state}");

        var bytes = 0;
        var fitting = ring.List(args.From, args.To, Limits.MaxListedSegments)
            .TakeWhile(m => (bytes += Wire.Write(m, WireJson.Default.SegmentManifest).Length + 1) <= MostBytes)
            .ToList();
        return Wire.Element(new ListSegmentsResult { Segments = fitting }, WireJson.Default.ListSegmentsResult);
    }
}
