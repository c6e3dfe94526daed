using System.Globalization;
using FFMpegCore;
using FFMpegCore.Enums;
using FFMpegCore.Exceptions;

namespace Mihari.Web.Recordings;

/// <summary>What was fetched can't be converted.</summary>
internal sealed class NotConvertedException(string why) : Exception(why);

/// <summary>Makes an ordinary MP4 of what was fetched: the pictures as they are, or H.264 where they are H.265, which few players know.</summary>
internal static class Converter
{
    /// <summary>The length of the file that was made.</summary>
    /// <exception cref="NotConvertedException">ffmpeg failed, or there is none.</exception>
    public static async Task<TimeSpan> Convert(IReadOnlyList<string> pieces, string? codecs, string target, CancellationToken cancel)
    {
        try
        {
            var input = pieces.Count == 1
                ? FFMpegArguments.FromFileInput(pieces[0], verifyExists: false)
                : FFMpegArguments.FromConcatDemuxerInput(await Whole(pieces, cancel));
            var isHevc = codecs is not null && (codecs.Contains("hvc1", StringComparison.Ordinal) || codecs.Contains("hev1", StringComparison.Ordinal));
            await input
                .OutputToFile(target, overwrite: true, options =>
                {
                    if (isHevc)
                        options.WithVideoCodec(VideoCodec.LibX264).WithSpeedPreset(EncoderPreset.VeryFast).WithAudioCodec("copy");
                    else
                        options.WithVideoCodec("copy").WithAudioCodec("copy");
                    options.WithFastStart().ForceFormat("mp4");
                })
                .CancellableThrough(cancel)
                .ProcessAsynchronously();
            return await Mp4Length.Read(target, cancel);
        }
        catch (Exception e) when (e is FFMpegException or FFProbeException or FormatNullException or InvalidDataException or EndOfStreamException or System.ComponentModel.Win32Exception or FileNotFoundException or DirectoryNotFoundException)
        {
            cancel.ThrowIfCancellationRequested();
            throw new NotConvertedException(e.Message);
        }
    }

    /// <summary>
    /// The pieces as files that say how long they are. A piece's own clock runs from the camera's last start, and what joins files
    /// would take that for its length. All have sound where one has: what joins files knows the tracks of the first only.
    /// </summary>
    private static async Task<IReadOnlyList<string>> Whole(IReadOnlyList<string> pieces, CancellationToken cancel)
    {
        var sounds = new List<AudioStream?>();
        foreach (var piece in pieces)
            sounds.Add((await FFProbe.AnalyseAsync(piece, cancellationToken: cancel)).PrimaryAudioStream);
        var like = sounds.Find(sound => sound is not null);
        var whole = new List<string>();
        foreach (var (piece, sound) in pieces.Zip(sounds))
        {
            var silence = like is not null && sound is null ? string.Create(CultureInfo.InvariantCulture, $"anullsrc=r={like.SampleRateHz}:cl={(like.Channels == 1 ? "mono" : "stereo")}") : null;
            var input = FFMpegArguments.FromFileInput(piece, verifyExists: false);
            if (silence is not null)
                input.AddFileInput(silence, verifyExists: false, options => options.ForceFormat("lavfi"));
            whole.Add(Path.ChangeExtension(piece, "whole.mp4"));
            await input
                .OutputToFile(whole[^1], overwrite: true, options =>
                {
                    options.WithVideoCodec("copy").WithAudioCodec(silence is null ? "copy" : "aac").ForceFormat("mp4");
                    if (silence is not null)
                        options.WithCustomArgument("-shortest");
                })
                .CancellableThrough(cancel)
                .ProcessAsynchronously();
            File.Delete(piece);
        }

        return whole;
    }
}
