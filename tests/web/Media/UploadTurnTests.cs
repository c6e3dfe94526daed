using System.Net;
using System.Net.Sockets;
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
    [Fact]
    public async Task Put_OneMoreThanAtOnce_IsTakenInItsTurn()
    {
        await using var busy = await BusyServer.Start();
        var second = busy.Put("right");
        await busy.Waiting.Reached(1);

        await busy.LetTheFirstEnd();

        using var answer = await second;
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal([ClipPart.Video, ClipPart.Thumbnail], busy.Uploads.Completed.Select(upload => upload.Part));
    }

    [Fact]
    public async Task Put_MoreWaitThanMay_IsPutOffAtOnce()
    {
        await using var busy = await BusyServer.Start("--Media:MaxWaiting=0");

        using var second = await busy.Put("right");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.NotNull(second.Headers.RetryAfter);
    }

    [Fact]
    public async Task Put_NoTurnForTooLong_IsPutOff()
    {
        await using var busy = await BusyServer.Start();
        var second = busy.Put("right");
        await busy.Waiting.Reached(1);

        busy.Time.Advance(TimeSpan.FromSeconds(10));

        using var answer = await second;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Empty(busy.Uploads.Completed);
    }

    [Fact]
    public async Task Put_WrongTokenWhileAllTurnsAreTaken_IsRefusedAtOnce()
    {
        await using var busy = await BusyServer.Start();

        using var stranger = await busy.Put("wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    [Fact]
    public async Task Put_GivenUpWhileItWaits_LeavesItsPlaceToTheNext()
    {
        await using var busy = await BusyServer.Start("--Media:MaxWaiting=1");
        using (var gone = await Connect(busy.Web))
        {
            await gone.SendAsync(Head(Samples.Mp4));
            await busy.Waiting.Reached(1);
        }

        await busy.Waiting.Reached(0);
        using var again = new InstrumentSum(busy.Web, BusyServer.WaitingName);
        var third = busy.Put("right");
        await again.Reached(1);
        await busy.LetTheFirstEnd();

        using var answer = await third;
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    /// <summary>A server whose one turn is taken by an upload of which only the head has come; its time stands still.</summary>
    private sealed class BusyServer : IAsyncDisposable
    {
        public const string WaitingName = "mihari.media.uploads.waiting";

        private readonly HttpClient _client;
        private readonly Socket _first;

        private BusyServer(WebFixture web, FakeUploads uploads, FakeTimeProvider time, Socket first)
        {
            (Web, Uploads, Time, _first) = (web, uploads, time, first);
            _client = web.Client();
            Waiting = new InstrumentSum(web, WaitingName);
        }

        public WebFixture Web { get; }

        public FakeUploads Uploads { get; }

        public FakeTimeProvider Time { get; }

        /// <summary>Uploads that wait for the turn.</summary>
        public InstrumentSum Waiting { get; }

        public static async Task<BusyServer> Start(params string[] settings)
        {
            var (grains, uploads, time) = (new FakeGrains(), new FakeUploads(), new FakeTimeProvider());
            grains.PutOthers<IClipUploads>(_ => uploads);
            var web = await WebFixture.Start(grains, time, ["--Media:MaxUploads=1", .. settings]);
            using var running = new InstrumentSum(web, "mihari.media.uploads.running");
            var first = await Connect(web);
            await first.SendAsync(Head(Samples.Mp4));
            await running.Reached(1);
            return new BusyServer(web, uploads, time, first);
        }

        public Task<HttpResponseMessage> Put(string token) =>
            UploadRequests.Put(_client, Thumbnail + "?token=" + token, Samples.Jpeg, Digest(Samples.Jpeg)).WaitAsync(Wait.Long);

        public async Task LetTheFirstEnd() => await _first.SendAsync(Samples.Mp4);

        public async ValueTask DisposeAsync()
        {
            Waiting.Dispose();
            _first.Dispose();
            _client.Dispose();
            await Web.DisposeAsync();
        }
    }
}
