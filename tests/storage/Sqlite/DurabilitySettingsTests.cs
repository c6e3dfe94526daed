namespace Mihari.Tests.Storage.Sqlite;

/// <summary>A kill does not empty the system's cache, so no crash test here would notice a writer that does not flush.</summary>
public sealed class DurabilitySettingsTests
{
    [Theory]
    [InlineData("PRAGMA journal_mode", "wal")]
    [InlineData("PRAGMA synchronous", "2")]
    public async Task Writer_Setting_FlushesEachCommit(string pragma, string value)
    {
        await using var fixture = new SqliteFixture();

        var set = await fixture.Storage.Database.Write(session =>
        {
            using var read = session.Prepare(pragma);
            read.Step();
            return read.Text(0);
        });

        Assert.Equal(value, set);
    }
}
