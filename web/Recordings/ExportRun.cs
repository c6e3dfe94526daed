using System.Security.Cryptography;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Media;
using Mihari.Recordings;
using Mihari.Refusals;
using Mihari.Streams;
using Mihari.Web.Streams;

namespace Mihari.Web.Recordings;

/// <summary>The recording did not come.</summary>
internal sealed class NotFetchedException(ExportFailure why) : Exception(why.ToString())
{
    public ExportFailure Why { get; } = why;
}

/// <summary>Makes one converted file: fetches the span from the camera as a viewer would play it, converts it, and stores it.</summary>
internal sealed class ExportRun(
    RelayNode node, IMediaStore store, TimeProvider time, Caller caller, DeviceId camera, ExportOrder order, string folder, Func<ExportStep, int, Task> report)
{
    /// <summary>A camera that sends nothing for so long has failed.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private Export Export => order.Export;

    /// <summary>The size and length of the file that is in the store now.</summary>
    /// <exception cref="NotFetchedException">The recording did not come.</exception>
    /// <exception cref="NotConvertedException">It could not be converted.</exception>
    public async Task<(long Bytes, TimeSpan Length)> Make(CancellationToken cancel)
    {
        await using var pieces = new FetchedPieces(folder);
        await Fetch(pieces, cancel);
        await pieces.DisposeAsync();
        if (pieces.Files.Count == 0)
            throw new NotFetchedException(ExportFailure.NotRecorded);

        await report(ExportStep.Converting, 90);
        var target = Path.Combine(folder, "converted.mp4");
        var length = await Converter.Convert(pieces.Files, pieces.Codecs, target, cancel);
        await report(ExportStep.Converting, 95);
        return (await Store(target, cancel), length);
    }

    private async Task Fetch(FetchedPieces pieces, CancellationToken cancel)
    {
        var viewer = new StreamViewer(caller, null);
        var channel = await node.Join(StreamId.NewPlayback(camera), Export.From, viewer, cancel) ?? throw new NotFetchedException(ExportFailure.CameraFailed);
        try
        {
            await channel.Ask(caller);
            var heard = time.GetTimestamp();
            while (true)
            {
                if (channel.Take(viewer) is { } fragment)
                {
                    try
                    {
                        if (fragment.At >= Export.To)
                            return;
                        await pieces.Add(fragment, cancel);
                        await report(ExportStep.Fetching, (int)(90 * (fragment.At - Export.From) / (Export.To - Export.From)));
                    }
                    finally
                    {
                        fragment.Release();
                    }

                    heard = time.GetTimestamp();
                    continue;
                }

                if (channel.Status.State == StreamState.Ended)
                {
                    // What comes after the last recorded minute is not there yet, or never will be.
                    if (pieces.Files.Count > 0 && channel.Status.Reason == StreamReason.Finished)
                        return;
                    throw new NotFetchedException(Why(channel.Status.Reason));
                }

                if (viewer.Ending is not null || time.GetElapsedTime(heard) > Silence)
                    throw new NotFetchedException(ExportFailure.CameraFailed);

                await viewer.Woken(cancel);
            }
        }
        catch (RefusalException)
        {
            throw new NotFetchedException(ExportFailure.CameraFailed); // Taken from the caller since it asked.
        }
        finally
        {
            node.Leave(channel, viewer);
        }
    }

    private async Task<long> Store(string file, CancellationToken cancel)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 128 * 1024, useAsync: true);
        var hash = await SHA256.HashDataAsync(stream, cancel);
        stream.Position = 0;
        return await store.Write(order.Key, new MediaPromise(stream.Length, Convert.ToHexStringLower(hash), "video/mp4"), stream, cancel) switch
        {
            MediaWriteOutcome.Stored or MediaWriteOutcome.AlreadyThere => stream.Length,
            MediaWriteOutcome.NoSpace => throw new NotFetchedException(ExportFailure.NoSpace),
            _ => throw new NotFetchedException(ExportFailure.Interrupted),
        };
    }

    private static ExportFailure Why(StreamReason reason) => reason switch
    {
        StreamReason.CameraOffline => ExportFailure.CameraOffline,
        StreamReason.NotRecorded => ExportFailure.NotRecorded,
        StreamReason.Overwritten => ExportFailure.Overwritten,
        StreamReason.CardUnavailable => ExportFailure.CardUnavailable,
        _ => ExportFailure.CameraFailed,
    };
}
