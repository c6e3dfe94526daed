using System.Net;
using Mihari.Tests.Web.Hosts;
using Xunit;

namespace Mihari.Tests.Web.Components.Errors;

/// <summary>A dead link says so by its status as well as by its page, and somebody else's id looks like one that nobody has.</summary>
[Collection(nameof(EmbeddedFixture))]
public sealed class StatusTests(EmbeddedFixture server)
{
    [Theory]
    [InlineData("/", HttpStatusCode.OK, null)]
    [InlineData("/buildings/building-one", HttpStatusCode.OK, null)]
    [InlineData("/buildings/building-one/cameras/02AA00000101", HttpStatusCode.OK, null)]
    [InlineData("/buildings/building-one/cameras/02AA00000999", HttpStatusCode.NotFound, "このカメラは見つかりません")]
    [InlineData("/buildings/building-one/cameras/02AA00000201", HttpStatusCode.NotFound, "このカメラは見つかりません")]
    [InlineData("/buildings/nope", HttpStatusCode.NotFound, "建物が見つかりません")]
    [InlineData("/buildings/building-two", HttpStatusCode.NotFound, "建物が見つかりません")]
    [InlineData("/buildings/not%20an%20id", HttpStatusCode.NotFound, "建物が見つかりません")]
    [InlineData("/not-found", HttpStatusCode.NotFound, "ページが見つかりません")]
    [InlineData("/nope", HttpStatusCode.NotFound, "ページが見つかりません")]
    public async Task Page_Address_AnswersWithTheStatusOfWhatItShows(string address, HttpStatusCode status, string? notice)
    {
        using var client = await server.SignedIn("one");
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        client.DefaultRequestHeaders.Add("Accept-Language", "ja");

        using var answer = await client.GetAsync(address);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains("id=\"buildings\"", page, StringComparison.Ordinal);
        Assert.Equal(notice is not null, page.Contains("見つかりません", StringComparison.Ordinal));
        if (notice is not null)
            Assert.Contains(notice, page, StringComparison.Ordinal);
    }
}
