using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Mihari.Tests.Fleet;
using Mihari.Tests.Fleet.Cameras;

namespace Mihari.Benchmarks.Recordings;

/// <summary>A clip that was uploaded, or given up; times are those of <see cref="Clock"/>.</summary>
/// <param name="Device">Whose.</param>
/// <param name="Clip">Which.</param>
/// <param name="Due">Its last moment.</param>
/// <param name="Video">When the video was with the server.</param>
/// <param name="Thumbnail">When its picture was.</param>
/// <param name="IsStored">Whether both are.</param>
internal sealed record SentClip(string Device, string Clip, TimeSpan Due, TimeSpan Video, TimeSpan Thumbnail, bool IsStored);

/// <summary>
/// Uploads as the edge agent does, to the addresses of the command: the picture beside the video, again after a pause by chance where the server has no room
/// for it now, until the command expires. What is uploaded is one and the same file, which its boxes make a video to whoever looks at no pictures.
/// </summary>
internal sealed class ClipSender : IDisposable
{
    private const int PictureBytes = 20_000;
    private const int FragmentBytes = 125_000;
    private const int Doublings = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>As long as a command holds after its clip, by the server's default.</summary>
    private static readonly TimeSpan Allowance = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromMinutes(2) };
    private readonly ConcurrentQueue<SentClip> _sent = new();
    private readonly (byte[] Bytes, string Digest) _video;
    private readonly (byte[] Bytes, string Digest) _picture = WithDigest(Picture());
    private int _refusals;
    private int _failures;

    /// <param name="bytes">Of a video.</param>
    public ClipSender(int bytes) => _video = WithDigest(Movie(bytes));

    public int VideoBytes => _video.Bytes.Length;

    /// <summary>What each video is.</summary>
    public byte[] Video => _video.Bytes;

    public IReadOnlyCollection<SentClip> Sent => _sent;

    /// <summary>Tries that the server had no room for.</summary>
    public int Refusals => _refusals;

    /// <summary>Tries that came to nothing for another reason.</summary>
    public int Failures => _failures;

    /// <summary>Both parts of a clip, from its last moment on.</summary>
    public async Task<bool> Put(VirtualCamera camera, AskedCommand command)
    {
        var due = Clock.Now + (command.To!.Value - Clock.Utc);
        if (due > Clock.Now)
            await Clock.Delay(due - Clock.Now);

        var picture = Put(command.ThumbnailTo!, "image/jpeg", _picture, due + Allowance);
        var video = await Put(command.UploadTo!, "video/mp4", _video, due + Allowance);
        var thumbnail = await picture;
        _sent.Enqueue(new SentClip(camera.Device, command.Clip!, due, video ?? Clock.Now, thumbnail ?? Clock.Now, video is not null && thumbnail is not null));
        return video is not null && thumbnail is not null;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>When the server had it; null: not until the end.</summary>
    private async Task<TimeSpan?> Put(Uri to, string type, (byte[] Bytes, string Digest) what, TimeSpan until)
    {
        for (var tries = 0; Clock.Now < until; tries++)
        {
            if (await Try(to, type, what))
                return Clock.Now;

            var longest = FirstPause * Math.Pow(2, Math.Min(tries, Doublings));
            await Clock.Delay(Random.Shared.NextDouble() * (longest < LongestPause ? longest : LongestPause));
        }

        return null;
    }

    private async Task<bool> Try(Uri to, string type, (byte[] Bytes, string Digest) what)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, to) { Content = new ByteArrayContent(what.Bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        request.Headers.TryAddWithoutValidation("Digest", what.Digest);
        try
        {
            using var answer = await _http.SendAsync(request);
            if (answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict)
                return true;

            Interlocked.Increment(ref answer.StatusCode == HttpStatusCode.ServiceUnavailable ? ref _refusals : ref _failures);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Interlocked.Increment(ref _failures);
        }

        return false;
    }

    private static (byte[] Bytes, string Digest) WithDigest(byte[] bytes) => (bytes, "sha-256=" + Convert.ToBase64String(SHA256.HashData(bytes)));

    /// <summary>The boxes of fragmented MP4, a fragment a second at 1 Mbit/s, up to that size.</summary>
    private static byte[] Movie(int bytes)
    {
        var movie = new MemoryStream(bytes + FragmentBytes);
        Box(movie, "ftyp"u8, 24);
        Box(movie, "moov"u8, 600);
        while (movie.Length < bytes)
        {
            Box(movie, "moof"u8, 200);
            Box(movie, "mdat"u8, FragmentBytes);
        }

        return movie.ToArray();
    }

    private static void Box(MemoryStream into, ReadOnlySpan<byte> type, int content)
    {
        const int header = 8;
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, header + content);
        into.Write(size);
        into.Write(type);
        var bytes = new byte[content];
        Random.Shared.NextBytes(bytes);
        into.Write(bytes);
    }

    /// <summary>A frame header, a scan, and its end.</summary>
    private static byte[] Picture() =>
    [
        0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 90, 0, 160, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, .. new byte[PictureBytes], 0xFF, 0xD9,
    ];
}
