using System.Collections.Immutable;
using Mihari.Cameras;
using Mihari.Rooms;
using Mihari.Sensors;
using Mihari.Web.Components.Devices;
using Xunit;

namespace Mihari.Tests.Web.Components.Devices;

public sealed class DeviceChoicesTests
{
    private static readonly NameSuggestions Words = new("{0}カメラ", "{0}ハブ", "{0}(モーション)", "{0}(開閉)");

    [Fact]
    public void Tick_Camera_TicksItsMotionSensorAndSuggestsNames()
    {
        var choices = Choices(Camera(1));

        choices.Tick(choices.All[0], on: true);

        Assert.Equal("エントランスカメラ", choices.All[0].Name);
        Assert.Equal("エントランスカメラ(モーション)", Assert.Single(choices.All[0].Sensors).Name);
        Assert.True(choices.IsComplete);
        Assert.False(choices.All[0].LacksMotion);

        choices.All[0].Sensors[0].IsTicked = false;
        Assert.True(choices.All[0].LacksMotion);
        Assert.Empty(choices.All[0].ToDevice().Sensors);
    }

    [Fact]
    public void Tick_SeveralCameras_GetDifferentNames()
    {
        var choices = Choices(Camera(1), Camera(2));
        choices.Offer([Camera(1), Camera(2)], ["エントランスカメラ"]);

        choices.Tick(choices.All[0], on: true);
        choices.Tick(choices.All[1], on: true);

        Assert.Equal(["エントランスカメラ2", "エントランスカメラ3"], choices.Ticked.Select(choice => choice.Name));
    }

    [Fact]
    public void Rename_Camera_TakesTheSuggestedSensorNameAlongButNoTypedOne()
    {
        var choices = Choices(Camera(1));
        choices.Tick(choices.All[0], on: true);

        choices.Rename(choices.All[0], "北側カメラ");
        Assert.Equal("北側カメラ(モーション)", choices.All[0].Sensors[0].Name);

        DeviceChoices.Rename(choices.All[0].Sensors[0], "人感");
        choices.Rename(choices.All[0], "南側カメラ");
        Assert.Equal("人感", choices.All[0].Sensors[0].Name);
        Assert.False(choices.IsComplete);
    }

    [Theory]
    [InlineData("ab", false)]
    [InlineData("abc", true)]
    [InlineData("  ab  ", false)]
    [InlineData("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", true)]
    [InlineData("abc\u202Edef", false)]
    public void IsComplete_Name_FollowsTheRule(string name, bool complete)
    {
        var choices = Choices(Camera(1));
        choices.Tick(choices.All[0], on: true);
        DeviceChoices.Rename(choices.All[0].Sensors[0], "モーション");

        choices.Rename(choices.All[0], name);

        Assert.Equal(complete, choices.IsComplete);
    }

    [Fact]
    public void Suggest_RoomWithTheLongestName_StaysWithinTheRule()
    {
        var choices = new DeviceChoices(new string('あ', 64), Words);
        choices.Offer([Camera(1)], []);

        choices.Tick(choices.All[0], on: true);

        Assert.True(choices.IsComplete);
        Assert.EndsWith("カメラ", choices.All[0].Name, StringComparison.Ordinal);
        Assert.EndsWith("(モーション)", choices.All[0].Sensors[0].Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Offer_Again_KeepsWhatWasTypedAndDropsWhatIsGone()
    {
        var choices = Choices(Camera(1), Camera(2));
        choices.Tick(choices.All[0], on: true);
        choices.Tick(choices.All[1], on: true);
        choices.Rename(choices.All[1], "北側カメラ");

        choices.Offer([Camera(2)], []);

        Assert.Equal("北側カメラ", Assert.Single(choices.Ticked).Name);
    }

    private static DeviceChoices Choices(params ImmutableArray<DeviceOffer> offers)
    {
        var choices = new DeviceChoices("エントランス", Words);
        choices.Offer(offers, []);
        return choices;
    }

    private static DeviceOffer Camera(int number) => new(Cards.Id(number), DeviceKind.Camera, null, Presence.Online, [new DeviceSensor("motion", SensorKind.Motion)]);
}
