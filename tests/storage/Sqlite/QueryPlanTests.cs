using Mihari.Storage.GrainState;
using Mihari.Storage.Media;
using Mihari.Storage.Reminders;
using Mihari.Storage.Timeline;

namespace Mihari.Tests.Storage.Sqlite;

/// <summary>A camera has 14,400 minutes on its card: listings must cost what they show, not what there is.</summary>
public sealed class QueryPlanTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory]
    [InlineData(SqliteTimeline.FirstNewest)]
    [InlineData(SqliteTimeline.FirstOldest)]
    [InlineData(SqliteTimeline.NextNewest)]
    [InlineData(SqliteTimeline.NextOldest)]
    [InlineData(SqliteTimeline.FirstOfDay)]
    [InlineData(SqliteGrainStorage.KeyPage)]
    [InlineData(SqliteReminderTable.OfRange)]
    [InlineData(MediaSweeper.RowOfFile)]
    public async Task Query_Plan_NeitherScansNorSorts(string sql)
    {
        var plan = await _fixture.Storage.Database.Read(session =>
        {
            using var explain = session.Prepare("EXPLAIN QUERY PLAN " + sql);
            var lines = new List<string>();
            while (explain.Step())
                lines.Add(explain.Text(3));
            return lines;
        });

        Assert.Contains(plan, line => line.StartsWith("SEARCH", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.StartsWith("SCAN", StringComparison.Ordinal) || line.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }
}
