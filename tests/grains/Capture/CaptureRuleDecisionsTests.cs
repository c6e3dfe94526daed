using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Capture;
using Mihari.Grains.Capture;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Rooms;
using Mihari.Sensors;

namespace Mihari.Tests.Grains.Capture;

/// <summary>Which rules there may be, which of them an event is for, and what is left of them when something goes.</summary>
public sealed class CaptureRuleDecisionsTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly DeviceId Camera = DeviceId.Parse("020000000001");
    private static readonly DeviceId Other = DeviceId.Parse("020000000002");
    private static readonly SensorId Motion = SensorId.Parse("020000000009/motion");
    private static readonly SensorId Door = SensorId.Parse("020000000009/door-1");
    private static readonly Caller By = new(new AccountId("a1"), new CustomerId("c1"), Role.Administrator) { Name = "管理 一郎" };

    [Theory]
    [InlineData("another room of the building", "r2", "c1", "motion", "")]
    [InlineData("two sensors, one of them twice", "r2", "c1", "motion door-1 motion", "")]
    [InlineData("its own room", "r1", "c1", "motion", "from")]
    [InlineData("another customer's room", "r2", "c2", "motion", "room")]
    [InlineData("no sensor", "r2", "c1", "", "sensors")]
    [InlineData("a sensor that is not there", "r2", "c1", "door-9", "sensors")]
    public void New_OfWhatMayBeARule(string what, string from, string customer, string sensors, string refused)
    {
        ImmutableArray<SensorId> asked = [.. sensors.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => new SensorId(Motion.Device, name))];

        var failure = Record.Exception(() => Assert.Equal(
            asked.Distinct(), CaptureRuleDecisions.New(new CaptureRulesState(), Room("r1", "c1"), Camera, Room(from, customer), asked, By, T0).Select(rule => rule.Sensor)));

        Assert.True(refused == failure switch { null => "", InvalidInputException input => input.Field, UnknownIdException unknown => unknown.What, _ => failure.ToString() }, $"{what}: {failure}");
    }

    [Fact]
    public void New_OfWhatIsARuleAlready_AddsNothing_AndNoMoreThanACameraMayHave()
    {
        var state = With(new RuleRecord(Camera, Motion, new RoomId("r2"), T0, "x"));

        Assert.Empty(CaptureRuleDecisions.New(state, Room("r1", "c1"), Camera, Room("r2", "c1"), [Motion], By, T0));
        var full = With([.. Enumerable.Range(0, ICaptureRules.MostOfCamera).Select(n => new RuleRecord(Camera, new SensorId(Other, $"s{n}"), new RoomId("r3"), T0, "x"))]);
        Assert.Throws<ConflictException>(() => CaptureRuleDecisions.New(full, Room("r1", "c1"), Camera, Room("r2", "c1"), [Motion], By, T0));
    }

    [Theory]
    [InlineData("of its sensor", "motion", "r2", 0, true)]
    [InlineData("of another sensor", "door-1", "r2", 0, false)]
    [InlineData("of a room that the sensor has left", "motion", "r3", 0, false)]
    [InlineData("set just after, as clocks differ", "motion", "r2", 5, true)]
    [InlineData("set after it", "motion", "r2", 6, false)]
    public void For_AnEvent(string what, string sensor, string from, int setAt, bool expected)
    {
        var state = With(new RuleRecord(Camera, Motion, new RoomId("r2"), T0.AddSeconds(setAt), "x"));
        var trigger = new CaptureTrigger("e1", new SensorId(Motion.Device, sensor), SensorEventKind.Motion, T0, []) { From = new RoomId(from) };

        Assert.True(expected == CaptureRuleDecisions.For(state, trigger).Any(), what);
    }

    [Fact]
    public void Without_WhatIsGone_LeavesNothingOfIt_AndASuccessorTakesItsPlaceOnce()
    {
        var room = new RoomId("r2");
        var state = With(new RuleRecord(Camera, Motion, room, T0, "x"), new RuleRecord(Camera, Door, room, T0, "x"), new RuleRecord(Other, Motion, room, T0, "x"));

        Assert.Equal(Door, Assert.Single(CaptureRuleDecisions.WithoutSensor(state, Motion, null).Rules).Sensor);
        Assert.Equal(2, CaptureRuleDecisions.WithoutSensor(state, Motion, Door).Rules.Length);
        Assert.Equal(Other, Assert.Single(CaptureRuleDecisions.WithoutCamera(state, Camera, null).Rules).Camera);
        Assert.Equal([(Other, Motion), (Other, Door)], CaptureRuleDecisions.WithoutCamera(state, Camera, Other).Rules.Select(rule => (rule.Camera, rule.Sensor)));
        Assert.Same(state, CaptureRuleDecisions.WithoutCamera(state, DeviceId.Parse("0200000000FF"), null));
    }

    private static CaptureRulesState With(params ImmutableArray<RuleRecord> rules) => new() { Rules = rules };

    private static RoomInfo Room(string room, string customer) => new(
        new RoomId(room), new BuildingId("b1"), new CustomerId(customer), "駐車場", new ContractNumber("n1"),
        [new NewDevice(Motion.Device, "カメラ", [new NewSensor("motion", SensorKind.Motion, "動き"), new NewSensor("door-1", SensorKind.Contact, "扉")])]);
}
