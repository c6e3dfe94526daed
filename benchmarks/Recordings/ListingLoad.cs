using System.Diagnostics;
using System.Globalization;
using System.Net;
using Mihari.Benchmarks.Server;
using Mihari.Benchmarks.Streams;
using Mihari.Grains.Timeline;
using Mihari.Recordings;
using Mihari.Storage.Sqlite;
using Mihari.Timeline;

namespace Mihari.Benchmarks.Recordings;

/// <summary>
/// What a page asks for to draw a day of 常時録画, and ten days of it: over REST from the server program, whose timeline holds ten days of
/// minutes of one camera. Beside it the same rows read from the same file by SQLite alone.
/// </summary>
internal static class ListingLoad
{
    private const int Days = 10, MinutesADay = 24 * 60;

    public static async Task<int> Run(string[] args)
    {
        var requests = args is [var number] ? int.Parse(number, CultureInfo.InvariantCulture) : 200;
        await using var server = await ServerProgram.Start();
        using var property = await RelayProperty.Register(server, 1);
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = property.Session.Cookies }) { BaseAddress = server.Address };
        var camera = RelayProperty.Device(0).Value;

        var to = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 60 * 60);
        var file = Path.Combine(server.Data, "mihari.db");
        Fill(file, to);
        foreach (var days in new[] { 1, Days })
        {
            var from = to.AddDays(-days);
            var address = string.Create(CultureInfo.InvariantCulture, $"api/v1/cameras/{camera}/recordings?from={from:yyyy-MM-ddTHH:mm:ssZ}&to={to:yyyy-MM-ddTHH:mm:ssZ}");
            var bytes = (await http.GetByteArrayAsync(new Uri(address, UriKind.Relative))).Length;
            var listed = await Times(requests, async () => await http.GetByteArrayAsync(new Uri(address, UriKind.Relative)));
            var raw = await Times(requests, () => Task.FromResult(Read(file, camera, from, to)));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{days * MinutesADay,6} minutes, {bytes,8} bytes: median {At(listed, 0.5):0.0} ms, p99 {At(listed, 0.99):0.0} ms; SQLite alone {At(raw, 0.5):0.0} ms, {At(listed, 0.5) / At(raw, 0.5):0.0} times that"));
        }

        return 0;
    }

    private static void Fill(string file, DateTimeOffset to)
    {
        using var database = SqliteSession.Open(file, writer: true, 16 << 10);
        database.Run("BEGIN IMMEDIATE");
        for (var minute = 1; minute <= Days * MinutesADay; minute++)
        {
            var start = to.AddMinutes(-minute);
            var entry = TimelineEntries.Segment(RelayProperty.Device(0), new SegmentRecorded(
                start, TimeSpan.Zero, TimeSpan.FromMinutes(1), 9_000_000, new string('a', 64), minute % 7 == 0 ? [new MotionSpan(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20))] : []));
            using var insert = database.Prepare("INSERT INTO timeline (owner, kind, at, id, revision, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
            insert.Bind(1, entry.Owner).Bind(2, (int)entry.Kind).Bind(3, entry.At.ToUnixTimeMilliseconds()).Bind(4, entry.Id).Bind(5, entry.Revision).Bind(6, entry.Body.ToArray()).Step();
        }

        database.Run("COMMIT");
    }

    private static int Read(string file, string camera, DateTimeOffset from, DateTimeOffset to)
    {
        using var database = SqliteSession.Open(file, writer: false, 16 << 10);
        using var rows = database.Prepare("SELECT at, id, body FROM timeline WHERE owner = ?1 AND kind = ?2 AND at >= ?3 AND at < ?4 ORDER BY at DESC");
        rows.Bind(1, camera).Bind(2, (int)TimelineKind.Segment).Bind(3, from.ToUnixTimeMilliseconds()).Bind(4, to.ToUnixTimeMilliseconds());
        var bytes = 0;
        while (rows.Step())
            bytes += rows.Blob(2).Length;
        return bytes;
    }

    private static async Task<double[]> Times(int count, Func<Task> act)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var from = Stopwatch.GetTimestamp();
            await act();
            times[i] = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}
