using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Localization;

namespace Mihari.Web.Components.Streams;

/// <summary>The words that the video elements show, as JSON by the names that <c>js/video</c> knows them by.</summary>
internal static class VideoWords
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private static readonly (string Name, string Key)[] Common =
    [
        ("asked", "Asked"), ("cameraOffline", "CameraOffline"), ("cameraFailed", "CameraFailed"), ("cameraBusy", "CameraBusy"),
        ("server", "Server"), ("notPermitted", "NotPermitted"), ("unknown", "Unknown"), ("tooMany", "TooMany"), ("codec", "Codec"),
        ("silent", "SoundOn"), ("sound", "SoundOff"), ("soundless", "NoSound"), ("full", "FullScreen"), ("small", "LeaveFullScreen"),
    ];

    private static readonly (string Name, string Key)[] OfLive = [("live", "Live"), ("delayed", "Delayed"), ("stale", "Stale"), ("noPictures", "NoPictures")];

    private static readonly (string Name, string Key)[] OfRecorded =
    [
        ("play", "Play"), ("pause", "Pause"), ("previous", "Previous"), ("next", "Next"), ("speed", "Speed"), ("timeline", "Timeline"), ("day", "Day"),
        ("dayBefore", "DayBefore"), ("dayAfter", "DayAfter"), ("zoomIn", "ZoomIn"), ("zoomOut", "ZoomOut"), ("recorded", "Recorded"), ("motion", "Motion"),
        ("nothing", "Nothing"), ("cardUnavailable", "CardUnavailable"), ("download", "Save"), ("exports", "Exports"), ("noExports", "NoExports"), ("from", "From"),
        ("length", "Length"), ("minutes", "Minutes"), ("convert", "Convert"), ("until", "Until"), ("fetching", "Fetching"), ("converting", "Converting"),
        ("cancel", "Cancel"), ("cancelled", "Cancelled"), ("tooManyExports", "TooManyExports"), ("badSpan", "BadSpan"), ("notNow", "NotNow"),
    ];

    private static readonly (string Name, string Key)[] Causes =
    [
        ("notRecorded", "GapNotRecorded"), ("offline", "GapOffline"), ("noCard", "GapNoCard"), ("noPictures", "GapNoPictures"), ("overwritten", "GapOverwritten"),
        ("recording", "GapRecording"),
    ];

    private static readonly (string Name, string Key)[] Failures =
    [
        ("cameraOffline", "FailOffline"), ("cameraFailed", "FailCamera"), ("notRecorded", "FailNotRecorded"), ("overwritten", "FailOverwritten"),
        ("cardUnavailable", "FailCard"), ("noSpace", "FailSpace"), ("notConverted", "FailConvert"), ("interrupted", "FailInterrupted"),
    ];

    /// <summary>For a camera live.</summary>
    public static string Live(IStringLocalizer<StreamsTexts> texts, string camera)
    {
        var words = Words(texts, Common.Concat(OfLive));
        words["video"] = texts["Video", camera].Value;
        return JsonSerializer.Serialize(words, Readable);
    }

    /// <summary>For the cameras of a wall.</summary>
    public static string Wall(IStringLocalizer<StreamsTexts> texts) => JsonSerializer.Serialize(Words(texts, Common.Concat(OfLive)), Readable);

    /// <summary>For what a camera recorded.</summary>
    public static string Recorded(IStringLocalizer<StreamsTexts> texts, string camera)
    {
        var words = Words(texts, Common.Concat(OfRecorded));
        words["video"] = texts["RecordedVideo", camera].Value;
        words["causes"] = Words(texts, Causes);
        words["failures"] = Words(texts, Failures);
        return JsonSerializer.Serialize(words, Readable);
    }

    private static Dictionary<string, object> Words(IStringLocalizer<StreamsTexts> texts, IEnumerable<(string Name, string Key)> words) =>
        words.ToDictionary(word => word.Name, object (word) => texts[word.Key].Value, StringComparer.Ordinal);
}
