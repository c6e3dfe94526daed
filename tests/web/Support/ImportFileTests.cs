using System.Text;
using Mihari.Identifiers;
using Mihari.Web.Support;
using Xunit;

namespace Mihari.Tests.Web.Support;

public sealed class ImportFileTests
{
    private const string Header = "contract,mac\n";
    private const string KeyHeader = "contract,mac,key\n";

    [Theory]
    [InlineData("contract,mac\nK-1,00:11:22:33:44:aa\n", "2 K-1 0011223344AA ")]
    [InlineData("Contract,MAC,Key\r\nK-1,00-11-22-33-44-AA,\r\n", "2 K-1 0011223344AA ")]
    [InlineData("契約番号,MACアドレス\nK-1,0011.2233.44aa", "2 K-1 0011223344AA ")]
    [InlineData("契約番号,ＭＡＣアドレス,キー\nＫ－１,００１１２２３３４４ＡＡ,0123456789abcdef", "2 K-1 0011223344AA 0123456789abcdef")]
    [InlineData("\"contract\",\"mac\"\n\"K-1\",\"001122 3344aa\"", "2 K-1 0011223344AA ")]
    [InlineData("\ncontract,mac\n\nK-1,001122334455\n,\n", "4 K-1 001122334455 ")]
    public void Read_TakesEverySpelling(string text, string row)
    {
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(text), [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)], ShiftJis(text) })
        {
            var sheet = ImportFile.Read(bytes);

            Assert.Empty(sheet.Faults);
            var read = Assert.Single(sheet.Rows);
            Assert.Equal(row, $"{read.Line} {read.Contract} {read.Device} {read.Key}");
        }
    }

    [Theory]
    [InlineData("", "1 None Header ")]
    [InlineData("mac,contract\nK-1,001122334455", "1 None Header ")]
    [InlineData("K-1,001122334455", "1 None Header ")]
    [InlineData("contract;mac\nK-1;001122334455", "1 None Header ")]
    [InlineData(Header, "0 None Empty ")]
    [InlineData(Header + "K-1", "2 None Columns 2")]
    [InlineData(Header + "K-1,001122334455,x", "2 None Columns 2")]
    [InlineData(KeyHeader + "K-1,001122334455", "2 None Columns 3")]
    [InlineData(Header + "\"K-1,001122334455", "2 None Quotes 2")]
    [InlineData(Header + "K-1,00112233445", "2 Mac MacAddress ")]
    [InlineData(Header + "K-1,00112233445G", "2 Mac MacAddress ")]
    [InlineData(Header + ",001122334455", "2 Contract ContractNumber ")]
    [InlineData(Header + "K_1,x", "2 Contract ContractNumber |2 Mac MacAddress ")]
    [InlineData(Header + "=K1,001122334455", "2 Contract ContractNumber ")]
    [InlineData(Header + "<script>,001122334455", "2 Contract ContractNumber ")]
    [InlineData(Header + "12345678901234567890123456789012345678901,001122334455", "2 Contract ContractNumber ")]
    [InlineData(KeyHeader + "K-1,001122334455,0123456789abcde", "2 Key KeyLength ")]
    [InlineData(KeyHeader + "K-1,001122334455,0123456789 abcdef", "2 Key KeyLength ")]
    [InlineData(Header + "K-1,001122334455\nK-1,00:11:22:33:44:55", "3 Mac Repeated 2")]
    [InlineData(Header + "K-1,001122334455\nK-2,00:11:22:33:44:55", "3 Mac TwoContracts 2")]
    public void Read_TellsWhatIsWrongAndWhere(string text, string faults) =>
        Assert.Equal(faults, Said(ImportFile.Read(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Read_OfManyRows_StopsAtTheLimit()
    {
        Assert.Equal(10_000, ImportFile.Read(Rows(10_000)).Rows.Length);
        Assert.Equal("0 None TooManyRows ", Said(ImportFile.Read(Rows(10_001))));
    }

    [Fact]
    public void Read_OfWhatIsNoText_SaysSo()
    {
        Assert.Equal("0 None Encoding ", Said(ImportFile.Read([0x63, 0xFF, 0xFE, 0x00, 0x81])));
        Assert.Equal("0 None TooBig ", Said(ImportFile.Read(new byte[ImportFile.MaxBytes + 1])));
        Assert.Equal("1 None Header ", Said(ImportFile.Read(new byte[100])));
        Assert.Equal("2 Contract ContractNumber ", Said(ImportFile.Read(Encoding.UTF8.GetBytes(Header + "\uFFFE,001122334455"))));
    }

    internal static byte[] Rows(int count, int perContract = 1) => Encoding.UTF8.GetBytes(
        Header + string.Concat(Enumerable.Range(0, count).Select(i => $"K-{i / perContract},02{i:X10}\n")));

    private static string Said(ImportSheet sheet) => string.Join('|', sheet.Faults.Select(f => $"{f.Line} {f.Field} {f.Rule} {f.Detail}"));

    private static byte[] ShiftJis(string text) => CodePagesEncodingProvider.Instance.GetEncoding(932)!.GetBytes(text);
}
