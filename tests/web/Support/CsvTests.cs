using Mihari.Web.Support;
using Xunit;

namespace Mihari.Tests.Web.Support;

public sealed class CsvTests
{
    [Theory]
    [InlineData("a,b\r\nc,d\r\n", "1:a|b 2:c|d")]
    [InlineData("a,b\nc,d", "1:a|b 2:c|d")]
    [InlineData("a,b\rc,d", "1:a|b 2:c|d")]
    [InlineData("\"a\",\"b,c\"\n", "1:a|b,c")]
    [InlineData("\"a\"\"b\",c", "1:a\"b|c")]
    [InlineData("\"a\nb\",c\nd,e", "1:a\nb|c 3:d|e")]
    [InlineData("\"a\r\nb\",c\r\nd,e", "1:a\r\nb|c 3:d|e")]
    [InlineData("a,\n\nb,c", "1:a| 2: 3:b|c")]
    [InlineData("\"a\" ,b", "1:a|b")]
    [InlineData("\"a\"x,b", "1!ax|b")]
    [InlineData("a,\"b\nc", "1!a|b\nc")]
    [InlineData("", "")]
    public void Read_FollowsTheStandard(string text, string rows) =>
        Assert.Equal(rows, string.Join(' ', Csv.Read(text).Select(r => $"{r.Line}{(r.IsWhole ? ':' : '!')}{string.Join('|', r.Cells)}")));

    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+81", "'+81")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData(" =1", "\"' =1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData(null, "")]
    public void Row_WritesNoFormulaAndKeepsQuotes(string? cell, string written) => Assert.Equal($"x,{written}\r\n", Csv.Row("x", cell));
}
