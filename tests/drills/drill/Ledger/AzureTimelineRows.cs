using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;

namespace Mihari.Tests.Drills.Ledger;

/// <summary>The timeline of the cluster profile.</summary>
internal sealed class AzureTimelineRows(string connectionString) : ITimelineRows
{
    private const string Table = "mihariTimeline";

    /// <summary>Of the emulator; its key is published in its documentation and opens nothing else.</summary>
    public static string ConnectionString(int blobPort, int tablePort) => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://127.0.0.1:{blobPort}/devstoreaccount1;TableEndpoint=http://127.0.0.1:{tablePort}/devstoreaccount1;");

    public async Task<IReadOnlyList<TimelineRow>> Read(CancellationToken cancel)
    {
        var rows = new List<TimelineRow>();
        await foreach (var entity in new TableClient(connectionString, Table).QueryAsync<TableEntity>(cancellationToken: cancel))
        {
            var parts = entity.PartitionKey.Split('~');
            if (parts.Length < 2 || !Enum.TryParse<RowKind>(parts[1], ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
                continue;

            using var body = JsonDocument.Parse(entity.GetBinary("Body"));
            rows.Add(new TimelineRow(parts[0], kind, entity.GetString("Id"), body.RootElement.Clone()));
        }

        return rows;
    }
}
