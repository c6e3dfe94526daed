using System.Collections.Immutable;
using System.Text;
using Mihari.Identifiers;

namespace Mihari.Web.Support;

/// <summary>A device of the file and the contract that it was shipped with; a key where the file brings one.</summary>
internal sealed record ImportRow(int Line, ContractNumber Contract, DeviceId Device, string? Key);

/// <summary>A column of the file.</summary>
public enum ImportField
{
    /// <summary>The file, or the line, as a whole.</summary>
    None = 0,
    Contract = 1,
    Mac = 2,
    Key = 3,
}

/// <summary>What is wrong; the resource <c>Fault{name}</c> says it to people.</summary>
public enum ImportRule
{
    TooBig = 1,
    Encoding = 2,
    Header = 3,
    TooManyRows = 4,
    Empty = 5,
    Quotes = 6,
    Columns = 7,
    ContractNumber = 8,
    MacAddress = 9,
    KeyLength = 10,

    /// <summary>Detail: the line that has it already.</summary>
    Repeated = 11,

    /// <summary>Detail: the line that has the device under another contract.</summary>
    TwoContracts = 12,
    OthersContract = 13,
    ContractDeleted = 14,

    /// <summary>Detail: the contract that it is registered under.</summary>
    OtherContract = 15,
    DeviceDeleted = 16,

    /// <summary>It came about only while the file was written.</summary>
    Changed = 17,

    /// <summary>It was registered just before, by an import that broke off, with a key that nobody could fetch.</summary>
    EarlierKey = 18,
}

/// <summary>Something wrong on a line; line 0 is the file.</summary>
public sealed record ImportFault(int Line, ImportField Field, ImportRule Rule, string Detail = "");

/// <summary>What a file says, and what is wrong with it.</summary>
internal sealed record ImportSheet(ImmutableArray<ImportRow> Rows, ImmutableArray<ImportFault> Faults);

/// <summary>Reads the file in which the provider registers contracts and devices: <c>contract,mac[,key]</c>.</summary>
internal static class ImportFile
{
    public const int MaxBytes = 5 << 20;
    public const int MaxRows = 10_000;
    public const int MinKey = 16;
    public const int MaxKey = 128;

    private const int ShiftJis = 932;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ImportSheet Read(ReadOnlySpan<byte> file)
    {
        if (file.Length > MaxBytes)
            return Refused(ImportRule.TooBig);

        if (Decode(file) is not { } text)
            return Refused(ImportRule.Encoding);

        var rows = Csv.Read(text).Where(r => !r.IsEmpty).Take(MaxRows + 2).ToList();
        if (rows.Count == 0 || !IsHeader(rows[0]))
            return Refused(ImportRule.Header, rows.Count == 0 ? 1 : rows[0].Line);

        return rows.Count switch
        {
            1 => Refused(ImportRule.Empty),
            > MaxRows + 1 => Refused(ImportRule.TooManyRows),
            _ => Judge(rows[1..], rows[0].Cells.Length),
        };
    }

    /// <summary>UTF-8 with or without its mark, else what Excel writes in Japan; null for neither.</summary>
    private static string? Decode(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(Encoding.UTF8.Preamble))
            file = file[Encoding.UTF8.Preamble.Length..];

        try
        {
            return Strict.GetString(file);
        }
        catch (DecoderFallbackException)
        {
            // Not UTF-8.
        }

        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(ShiftJis, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!.GetString(file);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsHeader(CsvRow row) =>
        row is { IsWhole: true, Cells.Length: 2 or 3 }
        && Clean(row.Cells[0]) is var contract && (contract.Equals("contract", StringComparison.OrdinalIgnoreCase) || contract == "契約番号")
        && Clean(row.Cells[1]) is var mac && (mac.Equals("mac", StringComparison.OrdinalIgnoreCase) || mac.Equals("MACアドレス", StringComparison.OrdinalIgnoreCase))
        && (row.Cells.Length == 2 || (Clean(row.Cells[2]) is var key && (key.Equals("key", StringComparison.OrdinalIgnoreCase) || key == "キー")));

    private static ImportSheet Judge(IEnumerable<CsvRow> lines, int columns)
    {
        var rows = ImmutableArray.CreateBuilder<ImportRow>();
        var faults = ImmutableArray.CreateBuilder<ImportFault>();
        var seen = new Dictionary<DeviceId, ImportRow>();
        foreach (var line in lines)
        {
            var before = faults.Count;
            var row = ReadRow(line, columns, faults);
            if (faults.Count > before)
                continue;

            if (seen.TryGetValue(row!.Device, out var first))
            {
                faults.Add(new ImportFault(
                    row.Line, ImportField.Mac, first.Contract == row.Contract ? ImportRule.Repeated : ImportRule.TwoContracts, $"{first.Line}"));
                continue;
            }

            seen.Add(row.Device, row);
            rows.Add(row);
        }

        return new ImportSheet(rows.ToImmutable(), faults.ToImmutable());
    }

    private static ImportRow? ReadRow(CsvRow line, int columns, ImmutableArray<ImportFault>.Builder faults)
    {
        if (!line.IsWhole || line.Cells.Length != columns)
        {
            faults.Add(new ImportFault(line.Line, ImportField.None, line.IsWhole ? ImportRule.Columns : ImportRule.Quotes, $"{columns}"));
            return null;
        }

        if (!ContractNumber.TryParse(Clean(line.Cells[0]), out var contract))
            faults.Add(new ImportFault(line.Line, ImportField.Contract, ImportRule.ContractNumber));

        if (!DeviceId.TryParse(Clean(line.Cells[1]), out var device))
            faults.Add(new ImportFault(line.Line, ImportField.Mac, ImportRule.MacAddress));

        var key = columns == 3 && line.Cells[2].Trim() is { Length: > 0 } given ? given : null;
        if (key is not null && (key.Length is < MinKey or > MaxKey || key.Any(static c => c is <= ' ' or > '~')))
            faults.Add(new ImportFault(line.Line, ImportField.Key, ImportRule.KeyLength));

        return new ImportRow(line.Line, contract, device, key);
    }

    /// <summary>Full-width letters and digits are what people typed who did not switch their keyboard.</summary>
    private static string Clean(string cell)
    {
        try
        {
            return cell.Normalize(NormalizationForm.FormKC).Trim();
        }
        catch (ArgumentException)
        {
            return cell; // Not a text at all, and refused as what it is not.
        }
    }

    private static ImportSheet Refused(ImportRule rule, int line = 0) => new([], [new ImportFault(line, ImportField.None, rule)]);
}
