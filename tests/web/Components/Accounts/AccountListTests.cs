using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Components.Accounts;
using Mihari.Web.Components.Forms;
using Xunit;

namespace Mihari.Tests.Web.Components.Accounts;

public sealed class AccountListTests
{
    [Fact]
    public async Task Rows_OfThree_AreShownAsTheManualSaysIt()
    {
        await using var desk = new AccountDesk { Accounts = [AccountDesk.Make(1, Role.Administrator), AccountDesk.Make(2), AccountDesk.Make(3, Role.Operator)] };
        var list = Open(desk);

        Assert.Equal(["管理者", "参照のみ", "機器操作"], list.FindAll("td[data-label=ロール]").Select(cell => cell.TextContent));
        Assert.Contains("3件中1から3まで表示", list.Markup, StringComparison.Ordinal);
        Assert.Contains("件表示", list.Find("label.size").TextContent, StringComparison.Ordinal);
        Assert.Equal(["前", "1", "次"], list.FindAll("nav button").Select(button => button.TextContent));
    }

    [Fact]
    public async Task Administrator_CannotBeDeletedAndIsChangedInTheirOwnSettings()
    {
        await using var desk = new AccountDesk { Accounts = [AccountDesk.Make(1, Role.Administrator), AccountDesk.Make(2)] };
        var list = Open(desk);

        Assert.Equal("account", Row(list, 1).QuerySelector("a")!.GetAttribute("href"));
        Assert.Null(Row(list, 1).QuerySelector("button"));
        Assert.Equal("accounts/a2", Row(list, 2).QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("利用者2を削除", Row(list, 2).QuerySelector("button")!.GetAttribute("aria-label"));
    }

    [Fact]
    public async Task Pages_OfTwelve_TurnAndTakeAnotherSize()
    {
        await using var desk = new AccountDesk { Accounts = [.. Enumerable.Range(1, 12).Select(n => AccountDesk.Make(n))] };
        var list = Open(desk);
        Assert.Equal(10, list.FindAll("tbody tr").Count);

        await Button(list, "次").ClickAsync();
        Assert.Equal(["利用者11", "利用者12"], list.FindAll("tbody .name").Select(name => name.TextContent.Trim()));
        Assert.Contains("12件中11から12まで表示", list.Markup, StringComparison.Ordinal);
        Assert.True(Button(list, "次").HasAttribute("disabled"));

        await list.Find("label.size select").ChangeAsync("25");
        Assert.Equal(12, list.FindAll("tbody tr").Count);
        Assert.Contains("12件中1から12まで表示", list.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_AnyColumn_ShowsWhatMatchesFromItsFirstPage()
    {
        await using var desk = new AccountDesk { Accounts = [.. Enumerable.Range(2, 12).Select(n => AccountDesk.Make(n, n == 3 ? Role.Operator : Role.Viewer))] };
        var list = Open(desk);
        await Button(list, "次").ClickAsync();

        await list.Find("input[type=search]").InputAsync("機器");
        Assert.Equal("利用者3", Assert.Single(list.FindAll("tbody .name")).TextContent.Trim());
        Assert.Contains("1件中1から1まで表示", list.Markup, StringComparison.Ordinal);

        await list.Find("input[type=search]").InputAsync("USER2@");
        Assert.Equal("利用者2", Assert.Single(list.FindAll("tbody .name")).TextContent.Trim());

        await list.Find("input[type=search]").InputAsync("nobody");
        Assert.Contains("該当するアカウントがありません。", list.Markup, StringComparison.Ordinal);
        Assert.Contains("0件中0から0まで表示", list.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_ClickedTwice_TurnTheOrderRound()
    {
        await using var desk = new AccountDesk { Accounts = [AccountDesk.Make(2, Role.Operator), AccountDesk.Make(10), AccountDesk.Make(3, Role.Administrator)] };
        var list = Open(desk);
        Assert.Equal(["利用者2", "利用者3", "利用者10"], Names());
        Assert.Equal("ascending", list.FindAll("thead th")[0].GetAttribute("aria-sort"));

        await Button(list, "ロール").ClickAsync();
        Assert.Equal(["利用者10", "利用者2", "利用者3"], Names());
        await Button(list, "ロール").ClickAsync();
        Assert.Equal(["利用者3", "利用者2", "利用者10"], Names());
        Assert.Equal("descending", list.FindAll("thead th")[2].GetAttribute("aria-sort"));
        Assert.Null(list.FindAll("thead th")[0].GetAttribute("aria-sort"));

        string[] Names() => [.. list.FindAll("tbody .name").Select(name => name.TextContent.Trim())];
    }

    [Fact]
    public async Task Delete_Confirmed_DeletesOnceAndSaysSo()
    {
        await using var desk = new AccountDesk { Accounts = [AccountDesk.Make(2), AccountDesk.Make(3)] };
        var list = Open(desk);
        var banner = desk.Page.Render<SuccessBanner>();
        var gate = new TaskCompletionSource();
        desk.Until = gate.Task;

        await Row(list, 2).QuerySelector(".mh-button-quiet-danger")!.ClickAsync();
        Assert.Contains("「利用者2」（user2@example.jp）を削除します。", list.Find("dialog").TextContent, StringComparison.Ordinal);
        Assert.Empty(desk.Calls);

        var first = Button(list, "確認").ClickAsync(new());
        var second = Button(list, "確認").ClickAsync(new());
        gate.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(["delete a2"], desk.Calls);
        await list.WaitForAssertionAsync(() => Assert.Empty(list.FindAll("dialog")));
        Assert.Equal("利用者3", Assert.Single(list.FindAll("tbody .name")).TextContent.Trim());
        await banner.WaitForAssertionAsync(() => Assert.Equal("成功 削除が完了しました。", banner.Find("p").TextContent));
        await banner.Find("button").ClickAsync();
        Assert.Empty(banner.FindAll("p"));
    }

    [Fact]
    public async Task Delete_Cancelled_DeletesNothing()
    {
        await using var desk = new AccountDesk { Accounts = [AccountDesk.Make(2)] };
        var list = Open(desk);

        await Row(list, 2).QuerySelector(".mh-button-quiet-danger")!.ClickAsync();
        await list.Find("[data-cancel]").ClickAsync();

        Assert.Empty(desk.Calls);
        Assert.Empty(list.FindAll("dialog"));
    }

    [Fact]
    public async Task Delete_Refused_SaysWhyBesideTheListAsItIs()
    {
        await using var desk = new AccountDesk { Accounts = [AccountDesk.Make(2)], Refusal = new UnknownIdException("account", "a2") };
        var list = Open(desk);
        await Row(list, 2).QuerySelector(".mh-button-quiet-danger")!.ClickAsync();
        desk.Accounts = [];

        await Button(list, "確認").ClickAsync();

        await list.WaitForAssertionAsync(() => Assert.Contains("すでに削除された可能性があります", list.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        await list.WaitForAssertionAsync(() => Assert.Contains("アカウントがまだ登録されていません。", list.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Locked_ShowsUntilWhenAndUnlocks()
    {
        await using var desk = new AccountDesk { Accounts = [AccountDesk.Make(2, lockedUntil: Cards.Now.AddMinutes(30)), AccountDesk.Make(3, lockedUntil: Cards.Now.AddMinutes(-1))] };
        var list = Open(desk);
        Assert.Contains("ロック中（13:04:56まで）", Row(list, 2).TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("ロック", Row(list, 3).TextContent, StringComparison.Ordinal);

        await Row(list, 2).QuerySelector("button")!.ClickAsync();

        Assert.Equal(["unlock a2"], desk.Calls);
        await list.WaitForAssertionAsync(() => Assert.DoesNotContain("ロック中", list.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Issue_ForSupport_ShowsThePasswordUntilItIsClosed()
    {
        await using var desk = new AccountDesk(role: Role.Support) { Accounts = [AccountDesk.Make(2, Role.Administrator)] };
        var list = desk.Page.Render<AccountList>(p => p.Add(l => l.Customer, new CustomerId("c1")).Add(l => l.OffersPasswords, true).Add(l => l.Root, "support/customers/c1/accounts"));
        Assert.Equal("support/customers/c1/accounts/a2", Row(list, 2).QuerySelector("a")!.GetAttribute("href"));

        await Button(list, "パスワード再発行").ClickAsync();
        await Button(list, "確認").ClickAsync();

        await list.WaitForAssertionAsync(() => Assert.Equal("abcd-efgh", list.Find("code").TextContent));
        await list.Find(".issued button").ClickAsync();
        Assert.DoesNotContain("abcd-efgh", list.Markup, StringComparison.Ordinal);
    }

    private static IRenderedComponent<AccountList> Open(AccountDesk desk) =>
        desk.Page.Render<AccountList>(p => p.Add(l => l.Customer, new CustomerId("c1")));

    private static IElement Row(IRenderedComponent<AccountList> list, int number) => list.Find($"tr[data-account=a{number}]");

    private static IElement Button(IRenderedComponent<AccountList> list, string text) =>
        list.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
