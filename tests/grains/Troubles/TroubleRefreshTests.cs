using Mihari.Protocol;
using Mihari.Refusals;
using Mihari.Tests.Grains.Cluster;
using Mihari.Troubles;

namespace Mihari.Tests.Grains.Troubles;

/// <summary>トラブル情報更新, on the cluster: every device of a building is asked at the same time, once for all who ask, each for five seconds.</summary>
[Collection(ClusterCollection.Name)]
public sealed class TroubleRefreshTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Begin_AsksThoseThatAreConnected_AndTellsWhoAnsweredWhoDidNotAndWhoIsAway()
    {
        var property = await Property.Create(cluster, cameras: 3);
        await property.Connect(0);
        await property.Connect(1);

        var begun = await Refresh(property).Begin(property.Viewer);
        Assert.Equal((3, false), (begun.Devices.Length, begun.IsOver));
        Assert.Equal("エントランス", begun.Devices[0].Room);
        var asked = await cluster.Devices.Next(property.Cameras[0]);
        var silent = await cluster.Devices.Next(property.Cameras[1]);
        Assert.Equal((CommandNames.Ping, CommandNames.Ping), (asked.Name, silent.Name));
        await Link(property, 0).Pong(asked.Id, ok: true);

        Assert.Equal((DeviceAnswer.Answered, DeviceAnswer.Awaited, DeviceAnswer.Offline), await Until(property, all => all[0] == DeviceAnswer.Answered && all[2] == DeviceAnswer.Offline));
        cluster.Clock.Advance(ITroubleRefresh.Patience);
        Assert.Equal((DeviceAnswer.Answered, DeviceAnswer.Silent, DeviceAnswer.Offline), await Until(property, all => all[1] != DeviceAnswer.Awaited));
        Assert.True((await Refresh(property).Get(property.Viewer))!.IsOver);
    }

    [Fact]
    public async Task Begin_WhileAnInquiryIsOnItsWay_JoinsIt_AndAfterItAsksAgain()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        var first = await Refresh(property).Begin(property.Viewer);
        var asked = await cluster.Devices.Next(property.Cameras[0]);
        cluster.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(first.At, (await Refresh(property).Begin(property.Administrator)).At);
        Assert.False(cluster.Devices.HasMore(property.Cameras[0]));
        await Link(property, 0).Pong("ping-another", ok: true);
        Assert.False((await Refresh(property).Get(property.Viewer))!.IsOver);
        await Link(property, 0).Pong(asked.Id, ok: true);
        await Until(property, all => all[0] == DeviceAnswer.Answered);

        // Nobody makes devices answer all the time.
        Assert.Equal(first.At, (await Refresh(property).Begin(property.Viewer)).At);
        cluster.Clock.Advance(ITroubleRefresh.Fresh - TimeSpan.FromSeconds(1));
        Assert.Equal(first.At + ITroubleRefresh.Fresh, (await Refresh(property).Begin(property.Viewer)).At);
        Assert.NotEqual(asked.Id, (await cluster.Devices.Next(property.Cameras[0])).Id);
    }

    [Fact]
    public async Task Begin_OfADeviceThatCannotSay_TellsThatItAnswered()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        await Refresh(property).Begin(property.Viewer);

        await Link(property, 0).Pong((await cluster.Devices.Next(property.Cameras[0])).Id, ok: false);

        await Until(property, all => all[0] == DeviceAnswer.Unable);
    }

    [Fact]
    public async Task Awaits_OnlyTheNewestCommand_OverItsConnection_WithinItsTime()
    {
        var property = await Property.Create(cluster);
        var epoch = await property.Connect();
        await Refresh(property).Begin(property.Viewer);
        var asked = (await cluster.Devices.Next(property.Cameras[0])).Id;

        Assert.True(await Link(property, 0).Awaits(asked, epoch));
        Assert.False(await Link(property, 0).Awaits(asked, epoch + 1));
        Assert.False(await Link(property, 0).Awaits("ping-another", epoch));
        cluster.Clock.Advance(ITroubleRefresh.Patience);
        Assert.False(await Link(property, 0).Awaits(asked, epoch));
    }

    [Fact]
    public async Task Begin_OfADeviceThatTakesNoCommand_IsSilentAtOnce()
    {
        var property = await Property.Create(cluster);
        await property.Connect();
        cluster.Devices.Busy(property.Cameras[0], true);

        await Refresh(property).Begin(property.Viewer);

        await Until(property, all => all[0] == DeviceAnswer.Silent);
    }

    [Fact]
    public async Task Begin_OfSomebodyElsesBuilding_AnswersAsIfThereWereNone()
    {
        var (mine, theirs) = (await Property.Create(cluster), await Property.Create(cluster));
        await theirs.Connect();
        await Refresh(theirs).Begin(theirs.Viewer);
        await cluster.Devices.Next(theirs.Cameras[0]);

        foreach (var refresh in new[] { Refresh(theirs), cluster.Client.GetGrain<ITroubleRefresh>(Property.NewId()) })
        {
            await Assert.ThrowsAsync<UnknownIdException>(() => refresh.Begin(mine.Viewer));
            await Assert.ThrowsAsync<UnknownIdException>(() => refresh.Get(mine.Viewer));
        }

        Assert.False(cluster.Devices.HasMore(theirs.Cameras[0]));
    }

    private ITroubleRefresh Refresh(Property property) => cluster.Client.GetGrain<ITroubleRefresh>(property.Building.Value);

    private IPingLink Link(Property property, int index) => cluster.Client.GetGrain<IPingLink>(property.Cameras[index].Value);

    /// <summary>The answers of the devices, in the order of the property's cameras, once they are as asked for.</summary>
    private async Task<(DeviceAnswer First, DeviceAnswer Second, DeviceAnswer Third)> Until(Property property, Func<IReadOnlyList<DeviceAnswer>, bool> match)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            var inquiry = await Refresh(property).Get(property.Viewer);
            var answers = property.Cameras.Select(camera => inquiry!.Devices.Single(device => device.Device == camera).Answer).ToList();
            if (match(answers))
                return (answers[0], answers.ElementAtOrDefault(1), answers.ElementAtOrDefault(2));
        }
    }
}
