using Microsoft.Extensions.Logging.Abstractions;
using Mihari.Agent.Capture;
using Mihari.Tests.Agent.Support;

namespace Mihari.Tests.Agent.Capture;

public sealed class UploaderTests
{
    private static readonly byte[] Body = [1, 2, 3, 4];

    [Theory]
    [InlineData(201)]
    [InlineData(409)]
    public async Task Put_Taken_IsStoredAtOnce(int answer)
    {
        await using var server = new UploadServer(answer);

        Assert.True((await Put(server, TimeSpan.FromSeconds(30))).Stored);
        var upload = await server.Next();
        Assert.True(upload.DigestFits);
        Assert.Equal("video/mp4", upload.ContentType);
        Assert.Equal(Body, upload.Body);
        Assert.Equal(0, server.Waiting);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task Put_Refused_IsNotTriedAgain(int answer)
    {
        await using var server = new UploadServer(answer);

        var outcome = await Put(server, TimeSpan.FromSeconds(30));
        Assert.False(outcome.Stored);
        Assert.Contains(answer.ToString(System.Globalization.CultureInfo.InvariantCulture), outcome.Problem, StringComparison.Ordinal);
        await server.Next();
        Assert.Equal(0, server.Waiting);
    }

    [Fact]
    public async Task Put_ServerFailsAndConnectionBreaks_IsTriedAgain()
    {
        await using var server = new UploadServer(503, 0, 507, 201);

        Assert.True((await Put(server, TimeSpan.FromSeconds(60))).Stored);
        for (var i = 0; i < 4; i++)
            Assert.Equal(Body, (await server.Next()).Body);
    }

    [Fact]
    public async Task Put_NobodyListens_GivesUpWhenTheCommandExpires()
    {
        var began = TimeProvider.System.GetTimestamp();
        var outcome = await Put($"http://127.0.0.1:{Programs.FreePort()}/", TimeSpan.FromSeconds(2));

        Assert.False(outcome.Stored);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 0, 20);
    }

    private static Task<UploadOutcome> Put(UploadServer server, TimeSpan expiry) => Put(server.Address, expiry);

    private static async Task<UploadOutcome> Put(string address, TimeSpan expiry)
    {
        using var http = new HttpClient();
        return await new Uploader(http, TimeProvider.System, NullLogger.Instance)
            .Put("0011223344AA", address + "clip", "video/mp4", Body, TimeProvider.System.GetUtcNow() + expiry, CancellationToken.None);
    }
}
