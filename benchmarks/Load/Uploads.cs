using System.Text.Json;
using Mihari.Benchmarks.Limits;
using Mihari.Benchmarks.Recordings;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Cameras;
using Mihari.Tests.Fleet.Ledger;
using Mihari.Tests.Fleet.Property;
using Mihari.Tests.Fleet.Reports;

namespace Mihari.Benchmarks.Load;

/// <summary>
/// All cameras see something in one moment, and so all upload a clip in one moment, when it is over: over HTTP, to the addresses with which the server
/// asked for it. That again when the last has answered. A clip is there when the server has said 201, from when it was over.
/// </summary>
internal sealed class Uploads(LoadOptions options) : Scenario(options)
{
    private const int BytesOfAMegabyte = 1_000_000;
    private const string Rate = "stored a second while there was something to store";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ClipSender _sender = new(options.Megabytes * BytesOfAMegabyte);
    private readonly List<TimeSpan> _rounds = [];
    private string _media = "";
    private int _before;
    private int _refusals;
    private int _failures;

    public override PropertyShape Shape => new("load", Options.Cameras ?? 500, Options.PerRoom ?? 1);

    /// <summary>The shortest that there are, so that less is waited.</summary>
    public override IEnumerable<(string Key, string Value)> Settings => [("Capture__PostRoll", "00:00:05")];

    public override string Operation => "clip";

    public override IEnumerable<LedgerColumn> Columns => [new StoredColumn(_sender), new FilesColumn(_sender, _media)];

    public override FleetSettings Behave(FleetSettings settings) => settings with { Uploads = _sender.Put };

    public override Task WarmUp(Stage stage)
    {
        _media = Path.Combine(stage.Server.Data, "media");
        return Round(stage);
    }

    public override async Task Load(Stage stage)
    {
        (_before, _refusals, _failures) = (_sender.Sent.Count, _sender.Refusals, _sender.Failures);
        for (var round = 0; round < Options.Clips; round++)
        {
            var sent = _sender.Sent.Count;
            await Round(stage);
            var clips = _sender.Sent.Skip(sent).ToList();
            _rounds.Add(clips.Max(clip => clip.Video) - clips.Min(clip => clip.Due));
        }
    }

    public override int Tell(Stage stage, LedgerFacts facts)
    {
        var sent = _sender.Sent.Skip(_before).ToList();
        var stored = sent.Where(clip => clip.IsStored).ToList();
        stage.Report.Measured("clips uploaded", stored.Count, "");
        var rate = stored.Count * (double)_sender.VideoBytes / BytesOfAMegabyte / _rounds.Sum(round => round.TotalSeconds);
        stage.Report.Measured(Rate, rate, "MB");
        var alone = FilesLimit.BytesASecond(_sender.Video, stage.Fleet.Cameras.Count) / BytesOfAMegabyte;
        stage.Report.Measured("files alone, written and flushed a second", alone, "MB");
        stage.Report.Ratios.Add(new Ratio(Rate, "files alone", rate / alone));
        stage.Report.Measured("tries that were told to come again, 503", _sender.Refusals - _refusals, "");
        stage.Report.Measured("tries that came to nothing otherwise", _sender.Failures - _failures, "");
        new Latencies(stored.Select(clip => clip.Video - clip.Due)).Tell(stage.Report, "a clip's last moment to its video's 201");
        new Latencies(stored.Select(clip => clip.Thumbnail - clip.Due)).Tell(stage.Report, "a clip's last moment to its picture's 201");
        return sent.Count;
    }

    public override ValueTask DisposeAsync()
    {
        _sender.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>One clip of each camera, to the server's acknowledgement of the last answer.</summary>
    private async Task Round(Stage stage)
    {
        var cameras = stage.Fleet.Cameras;
        var wanted = _sender.Sent.Count + cameras.Count;
        var due = Clock.Now;
        foreach (var camera in cameras)
            camera.Fire(due);

        await LoadRun.Expect("all clips uploaded", () => _sender.Sent.Count >= wanted, Patience);
        await LoadRun.Expect("all answers acknowledged", () => cameras.All(camera => camera.Commands.Values.All(command => command.IsAnswered)), Patience);
    }

    /// <summary>Each clip that was uploaded is stored, and with its size, as the timeline says.</summary>
    private sealed class StoredColumn(ClipSender sender) : LedgerColumn("stored clips")
    {
        private const int Stored = 2;

        protected override void Count(LedgerFacts facts)
        {
            var rows = facts.Rows(RowKind.Clip).SelectMany(all => all).ToLookup(row => row.Id, row => row.Body, StringComparer.Ordinal);
            foreach (var sent in sender.Sent)
            {
                Expect();
                if (sent.IsStored && rows[sent.Clip].Any(IsWhole))
                    Find();
                else
                    Lose($"{sent.Clip} of {sent.Device}: {(sent.IsStored ? string.Join(" | ", rows[sent.Clip]) : "not taken")}");
            }

            foreach (var twice in sender.Sent.CountBy(sent => sent.Clip, StringComparer.Ordinal).Where(clip => clip.Value > 1))
                Double(twice.Key);
        }

        private bool IsWhole(JsonElement clip) => clip.GetProperty("state").GetInt32() == Stored && clip.GetProperty("hasThumbnail").GetBoolean() && clip.GetProperty("videoBytes").GetInt64() == sender.VideoBytes;
    }

    /// <summary>There is a file of a video's size for each, and no more of them.</summary>
    private sealed class FilesColumn(ClipSender sender, string media) : LedgerColumn("files of clips")
    {
        protected override void Count(LedgerFacts facts)
        {
            var files = new DirectoryInfo(media).EnumerateFiles("*", SearchOption.AllDirectories).Count(file => file.Length == sender.VideoBytes);
            var stored = sender.Sent.Count(sent => sent.IsStored);
            Expect(stored);
            Find(files);
            for (var missing = files; missing < stored; missing++)
                Lose("a file of a video's size");
            for (var more = stored; more < files; more++)
                Double("a file of a video's size");
        }
    }
}
