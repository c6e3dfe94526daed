using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Mihari.Tests.System.Crash;

/// <summary>An entry of the timeline as it lies in the database.</summary>
internal sealed record EntryFound(string Owner, string Id, JsonNode Body);

/// <summary>The database of a server that has stopped, read without the product's code.</summary>
internal static class DataFolderFile
{
    public const int Events = 1;
    public const int Clips = 2;

    public static async Task<List<EntryFound>> Timeline(string folder, int kind)
    {
        var address = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "mihari.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        await using var connection = new SqliteConnection(address.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT owner, id, body FROM timeline WHERE kind = $kind";
        command.Parameters.AddWithValue("$kind", kind);
        var found = new List<EntryFound>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            found.Add(new EntryFound(reader.GetString(0), reader.GetString(1), JsonNode.Parse(await reader.GetFieldValueAsync<byte[]>(2))!));

        return found;
    }
}
