using System.Net;
using System.Security.Cryptography;
using Mihari.Accounts;
using Mihari.Media;
using Mihari.Refusals;
using Mihari.Stills;
using Mihari.Tests.Web.Hosts;
using Mihari.Tests.Web.Media;
using Xunit;

namespace Mihari.Tests.Web.Stills;

/// <summary>Stills come in by a token and go out to those who are signed in, on a real server.</summary>
public sealed class StillTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 3, 4, 5, TimeSpan.Zero);
    private readonly FakeGrains _grains = new();
    private readonly Camera _camera = new();

    public StillTests()
    {
        new FakeAccounts(_grains).Add("a@example.jp", "password-1", "c1");
        _grains.PutOthers<IStillGrain>(id => id == "02AA00000001" ? _camera : throw new UnknownIdException("camera", id)).PutOthers<IStillUploads>(_ => _camera);
    }

    [Fact]
    public async Task Put_OfThePictureAskedFor_IsStored_AndShownWithItsTime()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        Assert.Equal(HttpStatusCode.Created, await Put(client, "s1", "right", Samples.Jpeg));
        (await client.SignIn("a@example.jp", "password-1")).Dispose();

        using var still = await client.GetAsync("/media/stills/02AA00000001");

        Assert.Equal(Samples.Jpeg, await still.Content.ReadAsByteArrayAsync());
        Assert.Equal(("image/jpeg", At), (still.Content.Headers.ContentType!.MediaType, still.Content.Headers.LastModified!.Value));
        Assert.True(still.Headers.CacheControl is { Private: true, NoStore: true });
    }

    [Theory]
    [InlineData("s1", "wrong", false, HttpStatusCode.Unauthorized)]
    [InlineData("s2", "right", false, HttpStatusCode.Unauthorized)]
    [InlineData("s1", "right", true, HttpStatusCode.UnprocessableEntity)]
    public async Task Put_OfAnythingElse_IsRefused_AndLeavesNothing(string still, string token, bool isTorn, HttpStatusCode expected)
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();

        Assert.Equal(expected, await Put(client, still, token, isTorn ? Samples.Jpeg[..^1] : Samples.Jpeg));

        Assert.Empty(web.Media.Objects);
        Assert.Null(_camera.Newest);
    }

    [Fact]
    public async Task Get_OfACameraWithoutAPicture_IsNoContent()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        (await client.SignIn("a@example.jp", "password-1")).Dispose();

        using var none = await client.GetAsync("/media/stills/02AA00000001");
        _camera.Newest = new Still(new MediaAddress("stills/gone.jpg", "image/jpeg"), At); // Let go between the two.
        using var gone = await client.GetAsync("/media/stills/02AA00000001");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (none.StatusCode, gone.StatusCode));
    }

    [Fact]
    public async Task Get_WithoutASession_OrOfNoCamera_IsRefused()
    {
        await using var web = await WebFixture.Start(_grains);
        using var client = web.Client();
        using var stranger = await client.GetAsync("/media/stills/02AA00000001");
        (await client.SignIn("a@example.jp", "password-1")).Dispose();
        using var unknown = await client.GetAsync("/media/stills/02AA00000009");
        using var malformed = await client.GetAsync("/media/stills/nothing");

        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (stranger.StatusCode, unknown.StatusCode, malformed.StatusCode));
    }

    private static async Task<HttpStatusCode> Put(HttpClient client, string still, string token, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("image/jpeg");
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/media/uploads/02AA00000001/{still}/still?token={token}") { Content = content };
        request.Headers.TryAddWithoutValidation("Digest", "sha-256=" + Convert.ToBase64String(SHA256.HashData(bytes)));
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>A camera that was asked for the picture <c>s1</c> with the token <c>right</c>.</summary>
    private sealed class Camera : IStillGrain, IStillUploads
    {
        public Still? Newest { get; set; }

        public Task<Still?> Get(Caller by) => Task.FromResult(Newest);

        public Task<UploadPermit> BeginUpload(string still, string token) => Task.FromResult(
            (still, token) == ("s1", "right") ? new UploadPermit(UploadAnswer.Granted, "stills/s1.jpg", 100_000) : new UploadPermit(UploadAnswer.Refused, null, 0));

        public Task CompleteUpload(string still, string token)
        {
            Newest = new Still(new MediaAddress("stills/s1.jpg", "image/jpeg"), At);
            return Task.CompletedTask;
        }
    }
}
