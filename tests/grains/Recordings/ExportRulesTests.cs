using Mihari.Grains.Recordings;
using Mihari.Identifiers;
using Mihari.Recordings;
using Mihari.Refusals;

namespace Mihari.Tests.Grains.Recordings;

public sealed class ExportRulesTests
{
    private static readonly DeviceId Camera = DeviceId.Parse("02AA00000001");
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, "to")]
    [InlineData(0, -1, "to")]
    [InlineData(-90, -29, "to")] // 61 minutes
    [InlineData(1, 2, "from")]
    public void Asked_ForASpanThatIsNone_IsRefusedByItsField(int from, int to, string field)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => Ask(new ExportsState(), Id(1), from, to));

        Assert.Equal(field, refusal.Field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    public void Asked_UnderAnIdThatIsNone_IsRefused(string id) =>
        Assert.Equal("id", Assert.Throws<InvalidInputException>(() => Ask(new ExportsState(), new ExportId(id), -2, -1)).Field);

    [Fact]
    public void Asked_Twice_IsAskedOnce()
    {
        var once = Ask(new ExportsState(), Id(1), -2, -1);

        Assert.Same(once, Ask(once, Id(1), -20, -10));
    }

    [Fact]
    public void Asked_BeyondNow_EndsNow() => Assert.Equal(Now, Ask(new ExportsState(), Id(1), -1, 5).Exports[0].To);

    [Fact]
    public void Asked_WhileTwoAreMade_IsRefused()
    {
        var two = Ask(Ask(new ExportsState(), Id(1), -2, -1), Id(2), -2, -1);

        Assert.Equal(Clash.Full, Assert.Throws<ConflictException>(() => Ask(two, Id(3), -2, -1)).Clash);
    }

    [Fact]
    public void Completed_TheEleventh_TakesTheOldestAndItsFile()
    {
        var state = new ExportsState();
        for (var n = 1; n <= 11; n++)
        {
            state = Ask(state, Id(n), -2, -1);
            state = ExportRules.Completed(state, Camera, state.Exports[^1], 100, TimeSpan.FromMinutes(1), Now.AddSeconds(n));
        }

        Assert.Equal(Enumerable.Range(2, 10).Select(Id), state.Exports.Select(e => e.Id));
        Assert.Equal([ExportRules.Key(Camera, Id(1))], state.Garbage.AsEnumerable());
    }

    [Fact]
    public void Running_WithAnotherToken_IsNone()
    {
        var state = Ask(new ExportsState(), Id(1), -2, -1);

        Assert.Null(ExportRules.Running(state, Id(1), "another"));
        Assert.NotNull(ExportRules.Running(state, Id(1), "token"));
    }

    [Fact]
    public void Advance_OfOneThatNothingIsHeardOf_EndsItAsInterrupted()
    {
        var state = Ask(new ExportsState(), Id(1), -2, -1);

        Assert.Same(state, ExportRules.Advance(state, Camera, _ => Now, Now + ExportRules.Lease - TimeSpan.FromTicks(1)));
        var ended = ExportRules.Advance(state, Camera, _ => Now, Now + ExportRules.Lease);

        Assert.Equal((ExportStep.Failed, ExportFailure.Interrupted), (ended.Exports[0].Step, ended.Exports[0].Failure));
        Assert.Equal([ExportRules.Key(Camera, Id(1))], ended.Garbage.AsEnumerable());
    }

    [Fact]
    public void Advance_AfterSevenDays_LetsAFileGo()
    {
        var state = Ask(new ExportsState(), Id(1), -2, -1);
        state = ExportRules.Completed(state, Camera, state.Exports[0], 100, TimeSpan.FromMinutes(1), Now);

        Assert.Same(state, ExportRules.Advance(state, Camera, _ => Now, Now.AddDays(7).AddTicks(-1)));
        var gone = ExportRules.Advance(state, Camera, _ => Now, Now.AddDays(7));

        Assert.Empty(gone.Exports);
        Assert.Equal([ExportRules.Key(Camera, Id(1))], gone.Garbage.AsEnumerable());
    }

    private static ExportId Id(int n) => new(n.ToString("x32", System.Globalization.CultureInfo.InvariantCulture));

    private static ExportsState Ask(ExportsState state, ExportId id, int fromMinutes, int toMinutes) =>
        ExportRules.Asked(state, id, Now.AddMinutes(fromMinutes), Now.AddMinutes(toMinutes), Now, () => "token");
}
