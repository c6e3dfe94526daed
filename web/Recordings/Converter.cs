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
            var input = pieces.Count == 1 ? FFMpegArguments.FromFileInput(pieces[0], verifyExists: false) : FFMpegArguments.FromConcatDemuxerInput(pieces);
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
        catch (Exception e) when (e is FFMpegException or InvalidDataException or EndOfStreamException or System.ComponentModel.Win32Exception or FileNotFoundException or DirectoryNotFoundException)
        {
            cancel.ThrowIfCancellationRequested();
            throw new NotConvertedException(e.Message);
        }
    }
}
