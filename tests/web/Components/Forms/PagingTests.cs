using Mihari.Web.Components.Forms;
using Xunit;

namespace Mihari.Tests.Web.Components.Forms;

public sealed class PagingTests
{
    [Theory]
    [InlineData(0, 10, 0, 1, 0, 0, "1")]
    [InlineData(3, 10, 0, 1, 1, 3, "1")]
    [InlineData(10, 10, 1, 1, 1, 10, "1")]
    [InlineData(11, 10, 1, 2, 11, 11, "1 2")]
    [InlineData(11, 10, 9, 2, 11, 11, "1 2")]
    [InlineData(1000, 10, 0, 100, 1, 10, "1 2 … 100")]
    [InlineData(1000, 10, 49, 100, 491, 500, "1 … 49 50 51 … 100")]
    [InlineData(1000, 100, 9, 10, 901, 1000, "1 … 9 10")]
    public void Shown_OfAList_IsThisPart(int total, int size, int page, int pages, int from, int to, string offered)
    {
        var paging = new Paging(total, size, page);

        Assert.Equal((pages, from, to), (paging.Pages, paging.From, paging.To));
        Assert.Equal(offered, string.Join(' ', paging.Offered().Select(p => p is { } number ? $"{number + 1}" : "…")));
        Assert.Equal(to - (from == 0 ? 0 : from - 1), paging.Of(Enumerable.Range(0, total)).Length);
    }
}
