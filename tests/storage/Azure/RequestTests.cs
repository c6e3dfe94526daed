using System.Diagnostics.Metrics;
using System.Net;
using Mihari.Storage;
using Mihari.Storage.Azure;
using Mihari.Timeline;

namespace Mihari.Tests.Storage.Azure;

/// <summary>What holds for every request: how many at once, and that it is measured.</summary>
[Collection(AzuriteCollection.Name)]
[Trait("Category", "Slow")]
public sealed class RequestTests(AzuriteProcess azurite) : IAsyncLifetime
{
    /// <summary>By the fixture's clock: entries of days long ago take more requests.</summary>
    private static readonly DateTimeOffset Today = TimeProvider.System.GetUtcNow();

    private AzureFixture _fixture = null!;

    public async Task InitializeAsync() => _fixture = await AzureFixture.Open(azurite.Options());

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Requests_MoreThanThereAreSlots_WaitAndAreAllAnswered()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _fixture.Faults.Hold(_ => true, int.MaxValue, go.Task);
        _fixture.Faults.Sent.Clear();

        // A request that finds a slot is with the network when its call returns.
        var calls = Enumerable.Range(0, RequestSlots.Count + 50).Select(_ => Ask()).ToList();
        var atOnce = _fixture.Faults.Sent.Count;
        go.SetResult();

        Assert.All(await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(60)), Assert.False);
        Assert.Equal(RequestSlots.Count, atOnce);
    }

    [Fact]
    public async Task Operation_GoodAndBad_IsMeasuredByOperationAndOutcome()
    {
        var measured = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name.StartsWith("mihari.storage.azure.", StringComparison.Ordinal))
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => measured.Add(Line(instrument, tags)));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => measured.Add(Line(instrument, tags)));
        listener.Start();

        await Ask();
        _fixture.Faults.Answer(_ => true, HttpStatusCode.TooManyRequests, times: 5);
        await Assert.ThrowsAsync<StorageUnavailableException>(Ask);

        Assert.Equal(
            [
                "mihari.storage.azure.duration operation=timeline.contains outcome=ok",
                "mihari.storage.azure.duration operation=timeline.contains outcome=throttled",
                "mihari.storage.azure.failures operation=timeline.contains outcome=throttled",
            ],
            measured.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Append_NextRevisionOfWhatThisProcessStored_IsOneRequest()
    {
        await _fixture.Timeline.Append([Clip(0)]);
        _fixture.Faults.Sent.Clear();

        await _fixture.Timeline.Append([Clip(1)]);
        await _fixture.Timeline.Append([Clip(0)]);

        Assert.StartsWith("PUT ", Assert.Single(_fixture.Faults.Sent).Request, StringComparison.Ordinal);
        Assert.Equal(1, (await Stored()).Revision);
    }

    [Fact]
    public async Task Append_RevisionThatAnotherProcessHasOvertaken_ChangesNothing()
    {
        await using var other = await AzureFixture.Open(_fixture.Clients.Options);
        await _fixture.Timeline.Append([Clip(0)]);
        await other.Timeline.Append([Clip(2)]);

        await _fixture.Timeline.Append([Clip(1)]);
        var overtaken = await Stored();
        await _fixture.Timeline.Append([Clip(3)]);

        Assert.Equal((2, 3), (overtaken.Revision, (await Stored()).Revision));
    }

    private static TimelineEntry Clip(int revision) => new("camera", TimelineKind.Clip, Today, "a", revision, default);

    private async Task<TimelineEntry> Stored() =>
        Assert.Single((await _fixture.Timeline.Read(new TimelineQuery("camera", TimelineKind.Clip, Today.AddMinutes(-1), Today.AddMinutes(1)))).Entries);

    private static string Line(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}";

    private Task<bool> Ask() => _fixture.Timeline.Contains("owner", TimelineKind.Event, DateTimeOffset.UnixEpoch, "a");
}
