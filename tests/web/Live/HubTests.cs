using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Mihari.Buildings;
using Mihari.Tests.Web.Hosts;
using Xunit;

namespace Mihari.Tests.Web.Live;

/// <summary>What the hub refuses, and what of it is logged.</summary>
public sealed class HubTests
{
    private readonly FakeGrains _grains = new();
    private readonly LiveBuilding _building = new("b1", "c1");

    public HubTests()
    {
        new FakeAccounts(_grains).Add("a@example.jp", "password-1", "c1");
        _building.Silently(1, "玄関");
        _grains.Put<IBuildingGrain>("b1", _building).PutOthers<IBuildingGrain>(id => id == "broken" ? throw new FormatException("as the test wants it") : new LiveBuilding(id, ""));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("b2")]
    [InlineData("not an id")]
    public async Task Watch_WhatIsNotThere_IsRefusedAndNoFailure(string? building)
    {
        await using var web = await WebFixture.Start(_grains);
        await using var hub = await Connect(web);

        var refused = await Assert.ThrowsAsync<HubException>(() => First(hub, building));

        Assert.EndsWith("no such building", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(web.Logs.Lines, IsFailure);
    }

    [Fact]
    public async Task Watch_ThatFails_IsLoggedOnce()
    {
        await using var web = await WebFixture.Start(_grains);
        await using var hub = await Connect(web);

        var failed = await Assert.ThrowsAsync<HubException>(() => First(hub, "broken"));

        Assert.DoesNotContain("as the test wants it", failed.Message, StringComparison.Ordinal);
        Assert.Contains("as the test wants it", Assert.Single(web.Logs.Lines, IsFailure), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_OneStreamTooMany_IsRefusedUntilOneIsLeft()
    {
        await using var web = await WebFixture.Start(_grains);
        await using var hub = await Connect(web);
        var streams = new List<IAsyncEnumerator<JsonElement>>();
        for (var n = 0; n < 64; n++)
        {
            streams.Add(hub.StreamAsync<JsonElement>("WatchBuilding", "b1").GetAsyncEnumerator());
            Assert.True(await streams[n].MoveNextAsync().AsTask().WaitAsync(Wait.Long));
        }

        var refused = await Assert.ThrowsAsync<HubException>(() => First(hub, "b1"));
        await using (var other = await Connect(web))
            Assert.Equal("b1", (await First(other, "b1")).GetProperty("building").GetProperty("id").GetString());

        Assert.EndsWith("too many streams: a connection has at most 64", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(web.Logs.Lines, IsFailure);
    }

    [Fact]
    public async Task Updates_WriteNullWhereNothingIs()
    {
        await using var web = await WebFixture.Start(_grains);
        await using var hub = await Connect(web);
        await using var updates = hub.StreamAsync<JsonElement>("WatchBuilding", "b1").GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync().AsTask().WaitAsync(Wait.Long));
        await _building.Change(1, "裏口");
        Assert.True(await updates.MoveNextAsync().AsTask().WaitAsync(Wait.Long));

        var camera = updates.Current.GetProperty("changed")[0];

        Assert.Equal(JsonValueKind.Null, updates.Current.GetProperty("building").ValueKind);
        Assert.Equal(JsonValueKind.Null, camera.GetProperty("sd").ValueKind);
        Assert.Equal("1970-01-01T00:00:00.000Z", camera.GetProperty("presenceSince").GetString());
    }

    [Fact]
    public async Task CameraThatTurnsOutToBeAHub_IsRemoved_AndNotInTheWhole()
    {
        await using var web = await WebFixture.Start(_grains);
        await using var hub = await Connect(web);
        await _building.Change(2, "hub?");
        await using var updates = hub.StreamAsync<JsonElement>("WatchBuilding", "b1").GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync().AsTask().WaitAsync(Wait.Long));
        Assert.Contains("02AA00000002", Ids(updates.Current.GetProperty("building").GetProperty("cameras")));

        await _building.TurnIntoHub(2);
        Assert.True(await updates.MoveNextAsync().AsTask().WaitAsync(Wait.Long));

        Assert.Equal((0, "02AA00000002"), (updates.Current.GetProperty("changed").GetArrayLength(), updates.Current.GetProperty("removed")[0].GetString()));
        Assert.DoesNotContain("02AA00000002", Ids((await First(hub, "b1")).GetProperty("building").GetProperty("cameras")));

        static List<string?> Ids(JsonElement cameras) => [.. cameras.EnumerateArray().Select(camera => camera.GetProperty("id").GetString())];
    }

    private static bool IsFailure(string line) =>
        line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal);

    private static async Task<JsonElement> First(HubConnection hub, string? building)
    {
        await using var updates = hub.StreamAsync<JsonElement>("WatchBuilding", building).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync().AsTask().WaitAsync(Wait.Long));
        return updates.Current;
    }

    private static async Task<HubConnection> Connect(WebFixture web)
    {
        var cookies = new CookieContainer();
        using var client = web.Client(cookies);
        (await client.SignIn("a@example.jp", "password-1")).Dispose();
        var hub = new HubConnectionBuilder().WithUrl(new Uri(web.Address, "hubs/dashboard"), o => o.Cookies = cookies).Build();
        await hub.StartAsync();
        return hub;
    }
}
