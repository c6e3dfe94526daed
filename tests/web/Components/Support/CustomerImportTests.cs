using System.Text;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Identifiers;
using Mihari.Tests.Web.Live;
using Mihari.Tests.Web.Support;
using Mihari.Web.Components.Support;
using Mihari.Web.Support;
using Xunit;

namespace Mihari.Tests.Web.Components.Support;

/// <summary>The import as the desk sees it: checked, confirmed, written, and found again when the page was left.</summary>
public sealed class CustomerImportTests
{
    private const string Header = "contract,mac\n";

    [Fact]
    public async Task File_IsCheckedFirst_ThenWrittenAtAClick_AndItsKeysAreOffered()
    {
        await using var bench = new SupportBench();
        var registry = new Registry(bench.Portal.Grains);
        var page = Open(bench);
        Assert.Contains("SP-10001,00:11:22:33:44:aa", page.Find("pre").TextContent, StringComparison.Ordinal);

        await Choose(bench, page, Header + "K-7,020000000001\nK-8,020000000002\n");
        Assert.Equal("2 rows checked: 2 to be added, 0 unchanged.", page.Find(".said").TextContent);
        Assert.Empty(registry.Asked);
        Assert.Empty(page.FindAll("form.keys"));
        await SupportBench.Button(page, "Register 2 rows").ClickAsync(new());
        await Ended(bench, page);

        Assert.Equal("Done: 2 added, 0 unchanged.", page.Find(".said").TextContent);
        Assert.Equal(["K-7 020000000001", "K-8 020000000002"], registry.Devices);
        Assert.Equal(ImportEndpoints.KeysOf(Job(bench)), page.Find("form.keys").GetAttribute("action"));
        Assert.Equal("token", page.Find("form.keys input[type=hidden]").GetAttribute("value"));
        Assert.Equal("Done: 2 added, 0 unchanged.", Open(bench).Find(".said").TextContent);
    }

    [Fact]
    public async Task File_WithMistakes_TellsThemByLine_AndOffersNoWriting()
    {
        await using var bench = new SupportBench("ja");
        _ = new Registry(bench.Portal.Grains);
        var page = Open(bench);

        await Choose(bench, page, Header + "K-1,x\n<b>,020000000002\nK-1\n");

        Assert.Equal("ファイルに誤りがあるため、何も登録していません。", page.Find(".said").TextContent);
        Assert.Equal("誤り 3件", page.Find("h3").TextContent);
        Assert.Equal(
            ["2", "MACアドレス", "MAC アドレスではありません（16 進数 12 桁）。", "3", "契約番号", "契約番号は半角の英数字とハイフン、40 文字までです。", "4", "", "列の数が見出しと違います（2列）。"],
            page.FindAll("tbody td").Select(c => c.TextContent));
        Assert.Empty(page.FindAll("button"));
        Assert.Single(page.FindAll("input[type=file]"));
    }

    [Fact]
    public async Task File_WithMoreMistakesThanAreShown_SaysHowMany()
    {
        await using var bench = new SupportBench();
        _ = new Registry(bench.Portal.Grains);
        var page = Open(bench);

        await Choose(bench, page, Header + string.Concat(Enumerable.Repeat("K-1,x\n", 201)));

        Assert.Equal(200, page.FindAll("tbody tr").Count);
        Assert.Equal("and 1 more", page.Find(".more").TextContent);
    }

    [Fact]
    public async Task SameFileAgain_SaysThatNothingIsToBeDone_AndOffersKeysForWhatNeverConnected()
    {
        await using var bench = new SupportBench();
        var registry = new Registry(bench.Portal.Grains);
        registry.Register(new CustomerId("c1"), new ContractNumber("K-7"), DeviceKeys.Shipped(DeviceId.Parse("020000000001"), "k"));
        var page = Open(bench);

        await Choose(bench, page, Header + "K-7,020000000001\n");

        Assert.Equal("All 1 rows are registered already: 0 added, 1 unchanged.", page.Find(".said").TextContent);
        var keys = Assert.Single(page.FindAll("button")).TextContent.Trim();
        await SupportBench.Sure(page, keys);
        await Ended(bench, page);
        Assert.Single(page.FindAll("form.keys"));
        Assert.Empty(registry.Asked);
    }

    [Fact]
    public async Task BrokenOff_SaysHowToGoOn_AndStillOffersTheKeysThatWereMade()
    {
        await using var bench = new SupportBench();
        var registry = new Registry(bench.Portal.Grains);
        var page = Open(bench);
        await Choose(bench, page, Header + "K-7,020000000001\nK-8,020000000002\n");
        registry.Broken = number => number.Value == "K-8" ? new TimeoutException() : null;

        await SupportBench.Button(page, "Register 2 rows").ClickAsync(new());
        await Ended(bench, page);

        Assert.Equal("It broke off after 1 of 2 rows. The same file again goes on from there.", page.Find(".said").TextContent);
        Assert.Single(page.FindAll("form.keys"));
    }

    [Fact]
    public async Task File_ThatIsTooBig_IsNotRead()
    {
        await using var bench = new SupportBench();
        _ = new Registry(bench.Portal.Grains);
        var page = Open(bench);

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(new byte[ImportFile.MaxBytes + 1], "big.csv"));

        Assert.Equal("Enter a value from 0 to 5 MB.", page.Find("[role=alert] li").TextContent.Trim());
        Assert.Null(bench.Page.Services.GetRequiredService<Imports>().Of(new CustomerId("c1")));
    }

    private static IRenderedComponent<CustomerImport> Open(SupportBench bench) => bench.Page.Render<CustomerImport>(p => p.Add(i => i.Customer, new CustomerId("c1")));

    private static ImportJob Job(SupportBench bench) => bench.Page.Services.GetRequiredService<Imports>().Of(new CustomerId("c1"))!;

    private static async Task Choose(SupportBench bench, IRenderedComponent<CustomerImport> page, string file)
    {
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(Encoding.UTF8.GetBytes(file), "devices.csv", contentType: "text/csv"));
        await Ended(bench, page);
    }

    /// <summary>The page looks at its job every quarter of a second.</summary>
    private static async Task Ended(SupportBench bench, IRenderedComponent<CustomerImport> page)
    {
        await Job(bench).Work.WaitAsync(Wait.Long);
        bench.Portal.Time.Advance(TimeSpan.FromMilliseconds(250));
        await page.InvokeAsync(() => { });
    }
}
