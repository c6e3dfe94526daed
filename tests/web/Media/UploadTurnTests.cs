using System.Net;
using Microsoft.Extensions.Time.Testing;
using Mihari.Recordings;
using Mihari.Tests.Web.Hosts;
using Mihari.Tests.Web.Live;
using Xunit;
using static Mihari.Tests.Web.Media.UploadRequests;

namespace Mihari.Tests.Web.Media;

/// <summary>More uploads at once than there may be.</summary>
public sealed class UploadTurnTests
{
    private readonly FakeGrains _grains = new();
    private readonly FakeUploads _uploads = new();

    public UploadTurnTests() => _grains.PutOthers<IClipUploads>(_ => _uploads);

    [Fact]
    public async Task Put_OneMoreThanAtOnce_IsTakenInItsTurn()
    {
        await using var web = await WebFixture.Start(_grains, null, "--Media:MaxUploads=1");
        using var client = web.Client();
        using var running = new InstrumentSum(web, "mihari.media.uploads.running");
        using var first = await Connect(web);
        await first.SendAsync(Head(Samples.Mp4));
        await running.Reached(1);
        using var waiting = new InstrumentSum(web, "mihari.media.uploads.waiting");
        var second = Put(client, Thumbnail + "?token=right", Samples.Jpeg, Digest(Samples.Jpeg));
        await waiting.Reached(1);

        await first.SendAsync(Samples.Mp4);

        using var answer = await second.WaitAsync(Wait.Long);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal([ClipPart.Video, ClipPart.Thumbnail], _uploads.Completed.Select(upload => upload.Part));
    }

    [Fact]
    public async Task Put_MoreWaitThanMay_IsPutOffAtOnce()
    {
        await using var web = await WebFixture.Start(_grains, new FakeTimeProvider(), "--Media:MaxUploads=1", "--Media:MaxWaiting=0");
        using var client = web.Client();
        using var running = new InstrumentSum(web, "mihari.media.uploads.running");
        using var first = await Connect(web);
        await first.SendAsync(Head(Samples.Mp4));
        await running.Reached(1);

        using var second = await Put(client, Thumbnail + "?token=right", Samples.Jpeg, Digest(Samples.Jpeg)).WaitAsync(Wait.Long);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);
    }

    [Fact]
    public async Task Put_NoTurnForTooLong_IsPutOff()
    {
        var time = new FakeTimeProvider();
        await using var web = await WebFixture.Start(_grains, time, "--Media:MaxUploads=1");
        using var client = web.Client();
        using var running = new InstrumentSum(web, "mihari.media.uploads.running");
        using var first = await Connect(web);
        await first.SendAsync(Head(Samples.Mp4));
        await running.Reached(1);

        using var waiting = new InstrumentSum(web, "mihari.media.uploads.waiting");
        var second = Put(client, Thumbnail + "?token=right", Samples.Jpeg, Digest(Samples.Jpeg));
        await waiting.Reached(1);

        time.Advance(TimeSpan.FromSeconds(10));

        using var answer = await second.WaitAsync(Wait.Long);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(0, waiting.Value);
        Assert.Empty(_uploads.Completed);
    }

    [Fact]
    public async Task Put_WrongTokenWhileAllTurnsAreTaken_IsRefusedAtOnce()
    {
        await using var web = await WebFixture.Start(_grains, new FakeTimeProvider(), "--Media:MaxUploads=1");
        using var client = web.Client();
        using var running = new InstrumentSum(web, "mihari.media.uploads.running");
        using var first = await Connect(web);
        await first.SendAsync(Head(Samples.Mp4));
        await running.Reached(1);

        using var stranger = await Put(client, Thumbnail + "?token=wrong", Samples.Jpeg, Digest(Samples.Jpeg)).WaitAsync(Wait.Long);

        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    [Fact]
    public async Task Put_GivenUpWhileItWaits_LeavesItsPlaceToTheNext()
    {
        await using var web = await WebFixture.Start(_grains, new FakeTimeProvider(), "--Media:MaxUploads=1", "--Media:MaxWaiting=1");
        using var client = web.Client();
        using var running = new InstrumentSum(web, "mihari.media.uploads.running");
        using var waiting = new InstrumentSum(web, "mihari.media.uploads.waiting");
        using var first = await Connect(web);
        await first.SendAsync(Head(Samples.Mp4));
        await running.Reached(1);
        using (var gone = await Connect(web))
        {
            await gone.SendAsync(Head(Samples.Mp4));
            await waiting.Reached(1);
        }

        await waiting.Reached(0);
        using var again = new InstrumentSum(web, "mihari.media.uploads.waiting");
        var third = Put(client, Thumbnail + "?token=right", Samples.Jpeg, Digest(Samples.Jpeg));
        await again.Reached(1);
        await first.SendAsync(Samples.Mp4);

        using var answer = await third.WaitAsync(Wait.Long);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }
}
