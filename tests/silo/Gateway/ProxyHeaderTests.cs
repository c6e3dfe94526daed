using System.Net;
using System.Text;
using Mihari.Silo.Gateway;

namespace Mihari.Tests.Silo.Gateway;

/// <summary>Whose socket a balancer passes on.</summary>
public sealed class ProxyHeaderTests
{
    private const string Signature = "0D0A0D0A000D0A515549540A";

    [Theory]
    [InlineData("PROXY TCP4 198.51.100.7 203.0.113.9 51234 1883\r\n\u0010", "198.51.100.7:51234", 48)]
    [InlineData("PROXY TCP6 2001:db8::7 2001:db8::9 51234 1883\r\n", "[2001:db8::7]:51234", 47)]
    [InlineData("PROXY UNKNOWN\r\n", null, 15)]
    public void Line_Whole_NamesTheDevice(string text, string? from, int length)
    {
        Assert.True(ProxyHeader.TryParse(Encoding.Latin1.GetBytes(text), out var found, out var taken));
        Assert.Equal((from is null ? null : IPEndPoint.Parse(from), length), (found, taken));
    }

    [Theory]
    [InlineData(Signature + "2111000C" + "C6336407CB007109C822075B" + "10", "198.51.100.7:51234", 28)]
    [InlineData(Signature + "21210024" + "20010DB8000000000000000000000007" + "20010DB8000000000000000000000009" + "C822075B", "[2001:db8::7]:51234", 52)]
    [InlineData(Signature + "20000000", null, 16)]
    public void Binary_Whole_NamesTheDevice(string hex, string? from, int length)
    {
        Assert.True(ProxyHeader.TryParse(Convert.FromHexString(hex), out var found, out var taken));
        Assert.Equal((from is null ? null : IPEndPoint.Parse(from), length), (found, taken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("50524F")]
    [InlineData("50524F585920544350342031")]
    [InlineData("0D0A0D0A00")]
    [InlineData(Signature + "2111000C" + "C633")]
    public void Header_InPart_WaitsForMore(string hex) => Assert.False(ProxyHeader.TryParse(Convert.FromHexString(hex), out _, out _));

    [Theory]
    [InlineData("101600044D515454")] // a device's CONNECT, from somebody who did not come through the balancer
    [InlineData(Signature + "1111000C")]
    [InlineData(Signature + "2111FFFF")]
    [InlineData("50524F58592054435034206E6F6E65206E6F6E6520312032200D0A")]
    public void SomethingElse_IsRefused(string hex) => Assert.Throws<InvalidDataException>(() => ProxyHeader.TryParse(Convert.FromHexString(hex), out _, out _));
}
