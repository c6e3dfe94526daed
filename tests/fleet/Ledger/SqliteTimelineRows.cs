using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Mihari.Tests.Fleet.Ledger;

/// <summary>The timeline of the embedded profile.</summary>
public sealed class SqliteTimelineRows(string file) : ITimelineRows
{
    public async Task<IReadOnlyList<TimelineRow>> Read(CancellationToken cancel)
    {
        var address = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        await using var connection = new SqliteConnection(address.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT owner, kind, id, body FROM timeline WHERE kind IN (1, 2, 3, 4)";
        var rows = new List<TimelineRow>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            using var body = JsonDocument.Parse(await reader.GetFieldValueAsync<byte[]>(3, cancel));
            rows.Add(new TimelineRow(reader.GetString(0), (RowKind)reader.GetInt32(1), reader.GetString(2), body.RootElement.Clone()));
        }

        return rows;
    }
}
