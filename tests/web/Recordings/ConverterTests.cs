using System.Buffers.Binary;
using FFMpegCore;
using Mihari.Web.Recordings;
using Xunit;

namespace Mihari.Tests.Web.Recordings;

/// <summary>Converted files have pictures and sound together, and last as long as what was recorded.</summary>
public sealed class ConverterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mihari-test-");

    [Fact]
    public async Task Convert_OnePiece_HasBothTracksTogether()
    {
        var made = await Convert(await Piece("0000", 4, startsAt: 0, sound: true));

        Assert.InRange(made.Duration.TotalSeconds, 3.9, 4.1);
        Assert.Equal(("h264", "aac"), (made.PrimaryVideoStream!.CodecName, made.PrimaryAudioStream!.CodecName));
        Assert.InRange((made.PrimaryAudioStream.StartTime - made.PrimaryVideoStream.StartTime).TotalMilliseconds, -25, 25);
    }

    /// <summary>The clock of the first had run for long when it was cut; the others are from after another start of the camera.</summary>
    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, true, false)]
    [InlineData(true, true, true)]
    [InlineData(false, false, false)]
    public async Task Convert_PiecesOfSeveralStarts_LastAsLongAsTheyDoAndKeepWhatSoundThereIs(params bool[] sounds)
    {
        var pieces = new List<string>();
        foreach (var (n, sound) in sounds.Index())
            pieces.Add(await Piece($"000{n}", 4, startsAt: n == 0 ? 60 : 10 * n, sound));

        var made = await Convert([.. pieces]);

        Assert.InRange(made.Duration.TotalSeconds, 11.9, 12.2);
        Assert.InRange(made.PrimaryVideoStream!.Duration.TotalSeconds, 11.9, 12.2);
        Assert.Equal(sounds.Contains(true), made.PrimaryAudioStream is not null);
        if (made.PrimaryAudioStream is { } track)
            Assert.InRange(track.Duration.TotalSeconds, 11.8, 12.2);
    }

    [Fact]
    public async Task Convert_H265_IsH264AfterIt()
    {
        var piece = await Piece("0000", 4, startsAt: 3, sound: true, codec: "libx265");
        Assert.Equal("hevc", (await FFProbe.AnalyseAsync(piece)).PrimaryVideoStream!.CodecName);

        var made = await ConvertOf("hvc1.1.6.L60.90,mp4a.40.2", piece);

        Assert.Equal(("h264", "aac"), (made.PrimaryVideoStream!.CodecName, made.PrimaryAudioStream!.CodecName));
        Assert.InRange(made.Duration.TotalSeconds, 3.9, 4.2);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<IMediaAnalysis> Convert(params string[] pieces) => ConvertOf("avc1.42c016,mp4a.40.2", pieces);

    private async Task<IMediaAnalysis> ConvertOf(string codecs, params string[] pieces)
    {
        var target = Path.Combine(_folder.FullName, "converted.mp4");
        var length = await Converter.Convert(pieces, codecs, target, CancellationToken.None);
        var made = await FFProbe.AnalyseAsync(target);
        Assert.InRange((made.Duration - length).TotalMilliseconds, -50, 50);
        return made;
    }

    /// <summary>Fragments of a second as a camera sends them, cut out of a longer run of its clock.</summary>
    private async Task<string> Piece(string name, int seconds, int startsAt, bool sound, string codec = "libx264")
    {
        var run = Path.Combine(_folder.FullName, name + ".run.mp4");
        var length = startsAt + seconds;
        var input = FFMpegArguments.FromFileInput($"testsrc=s=160x90:r=10:d={length}", verifyExists: false, options => options.ForceFormat("lavfi"));
        if (sound)
            input.AddFileInput($"sine=f=440:r=48000:d={length}", verifyExists: false, options => options.ForceFormat("lavfi"));
        await input
            .OutputToFile(run, overwrite: true, options => options
                .WithVideoCodec(codec)
                .WithAudioCodec("aac")
                .WithCustomArgument(codec == "libx265" ? "-tag:v hvc1 -x265-params log-level=none:keyint=10:min-keyint=10" : "")
                .WithCustomArgument("-preset ultrafast -tune zerolatency -pix_fmt yuv420p -g 10 -sc_threshold 0 -movflags frag_keyframe+empty_moov+default_base_moof+skip_trailer")
                .ForceFormat("mp4"))
            .ProcessAsynchronously();

        var bytes = await File.ReadAllBytesAsync(run);
        var (at, fragments) = (0, 0);
        using var piece = new MemoryStream();
        while (at < bytes.Length)
        {
            var box = bytes.AsMemory(at, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at)));
            fragments += box.Span[4..8].SequenceEqual("moof"u8) ? 1 : 0;
            if (fragments == 0 || fragments > startsAt)
                piece.Write(box.Span);
            at += box.Length;
        }

        var file = Path.Combine(_folder.FullName, name + ".mp4");
        await File.WriteAllBytesAsync(file, piece.ToArray());
        return file;
    }
}
