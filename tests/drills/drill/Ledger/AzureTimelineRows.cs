using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using Mihari.Tests.Fleet.Ledger;

namespace Mihari.Tests.Drills.Ledger;

/// <summary>The timeline of the cluster profile.</summary>
internal sealed class AzureTimelineRows(string connectionString) : ITimelineRows
{
    private const string Table = "mihariTimeline";

    /// <summary>The characters of an id, as they sort.</summary>
    private const string Order = "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    /// <summary>Of the emulator; its key is published in its documentation and opens nothing else.</summary>
    public static string ConnectionString(int blobPort, int tablePort) => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://127.0.0.1:{blobPort}/devstoreaccount1;TableEndpoint=http://127.0.0.1:{tablePort}/devstoreaccount1;");

    public async Task<IReadOnlyList<TimelineRow>> Read(CancellationToken cancel)
    {
        var rows = new List<TimelineRow>();
        await foreach (var entity in new TableClient(connectionString, Table).QueryAsync<TableEntity>(cancellationToken: cancel))
        {
            // A partition of two parts lists the days of an owner.
            if (entity.PartitionKey.Split('~') is not [var owner, var kind, _])
                continue;

            var number = (RowKind)int.Parse(kind, CultureInfo.InvariantCulture);
            if (!Enum.IsDefined(number))
                continue;

            using var body = JsonDocument.Parse(entity.GetBinary("b"));
            rows.Add(new TimelineRow(owner, number, Id(entity.RowKey), body.RootElement.Clone()));
        }

        return rows;
    }

    /// <summary>The key is the time of day, and the id with each character mirrored, so that the newest comes first.</summary>
    private static string Id(string key) => string.Concat(key.Split('~')[1].Select(character => Order[^(Order.IndexOf(character, StringComparison.Ordinal) + 1)]));
}
