using Microsoft.Playwright;
using Mihari.Tests.System.Browser;

namespace Mihari.Tests.System.Administration;

/// <summary>The procedures of manual 1.1 and 1.2, from the first click to 「成功」.</summary>
[Trait("Category", "Slow")]
public sealed class AccountProcedureTests(PortalBrowser browser) : IClassFixture<PortalBrowser>
{
    private const string Hanako = "用賀 花子";
    private const string Address = "hanako@mihari.example";
    private const string Issued = "issued-0001";
    private const string Chosen = "chosen_0002";

    [Theory]
    [InlineData("ja-JP")]
    [InlineData("en-US")]
    public async Task Accounts_AreAddedChangedAndDeleted_AndAnIssuedPasswordIsChangedFirst(string language)
    {
        await using var server = await MihariServer.Start();
        await using var portal = await browser.Open(server, language);
        await using var other = await browser.Open(server, language);
        var desk = new Desk(portal, new Words(language));
        var (email, password) = await server.SignIn();
        await desk.SignIn(email, password);

        await Add(desk);
        await FirstSignIn(other, desk.Words);
        await Change(desk);
        await Delete(desk);

        portal.StayedAtHome();
        portal.HadNothingToComplainOf();
    }

    [Theory]
    [InlineData("ja-JP")]
    [InlineData("en-US")]
    public async Task OwnAccount_IsChanged_AndItsPassword(string language)
    {
        await using var server = await MihariServer.Start();
        await using var portal = await browser.Open(server, language);
        var w = new Words(language);
        var desk = new Desk(portal, w);
        var (email, password) = await server.SignIn();
        await desk.SignIn(email, password);
        await AccountMenu(desk, w.AccountSettings);

        await desk.Fill(w.Of("ユーザー名", "User name"), "見張 次郎");
        await desk.Page.Locator("form[aria-labelledby=profile-heading]").GetByRole(AriaRole.Button, new() { Name = w.Change, Exact = true }).ClickAsync();
        await desk.Succeeded(w.Of("変更が完了しました。", "changed."));

        await ChangePassword(desk, "not-the-one", Chosen, Chosen);
        await desk.Sees(w.Of("現在のパスワードが正しくありません。", "The current password is wrong."));
        await ChangePassword(desk, password, "ひらがなはだめ", "ひらがなはだめ");
        await desk.Page.Locator("[data-says=password]", new() { HasText = "ひ" }).WaitForAsync();
        await ChangePassword(desk, password, Chosen, Chosen);
        await desk.Sees(w.Of("パスワードの変更が完了しました。", "The password has been changed."));

        await desk.Page.Locator("button.who").ClickAsync();
        await desk.Page.Locator("form.sign-out button").First.ClickAsync();
        await desk.Page.Locator("#email").WaitForAsync();
        await portal.SignIn(email, password);
        await desk.Page.Locator("#notice").WaitForAsync();
        await portal.SignIn(email, Chosen);
        await desk.Page.Locator("button.who", new() { HasText = "見張 次郎" }).WaitForAsync();
    }

    private static async Task Add(Desk desk)
    {
        var w = desk.Words;
        await desk.Open(w.Accounts);
        await desk.Follow(w.Register);
        await desk.Crumbs("TOP", w.Of("ユーザアカウント管理", "User accounts"), w.Of("ユーザアカウント管理: ユーザ登録", "User accounts: Add a user"));
        await desk.Fill(w.Of("ユーザー名", "User name"), Hanako);
        await desk.Fill(w.Of("メールアドレス", "E-mail address"), "no-address");
        await desk.Page.Locator("#password").FillAsync(Issued);
        await desk.Page.Locator("#role").SelectOptionAsync(new SelectOptionValue { Label = w.Of("参照のみ", "View only") });
        await desk.Click(w.Register);
        await desk.Sees(w.Of("メールアドレスの形式で入力してください。", "Enter an e-mail address."));
        Assert.Equal(Hanako, await desk.Page.Locator("#name").InputValueAsync());

        await desk.Fill(w.Of("メールアドレス", "E-mail address"), Address);
        await desk.Page.Locator("#password").FillAsync(Issued);
        await desk.Click(w.Register);
        await desk.Succeeded(w.Of("登録が完了しました。", "It has been added."));
        await desk.Sees(w.Of("2件中1から2まで表示", "Showing 1 to 2 of 2"));
        await desk.Sees(Hanako);
    }

    /// <summary>The new account signs in: nothing before a password of its own.</summary>
    private static async Task FirstSignIn(PortalPage portal, Words w)
    {
        var page = portal.Page;
        await page.GotoAsync("/");
        await portal.SignIn(Address, Issued);
        await page.WaitForURLAsync("**/account/password*");
        await page.GotoAsync("/buildings/demo-yoga");
        await page.WaitForURLAsync("**/account/password*");
        await page.Locator("#current").FillAsync(Issued);
        await page.Locator("#password").FillAsync(Chosen);
        await page.Locator("#again").FillAsync(Chosen);
        await page.Locator("button[form=change]").ClickAsync();
        await page.Locator("button.who", new() { HasText = Hanako }).WaitForAsync();

        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = w.Settings, Exact = true }).CountAsync());
        await page.GotoAsync("/accounts");
        await page.Locator("h1").WaitForAsync();
        Assert.Equal(0, await page.Locator("table").CountAsync());
    }

    private static async Task Change(Desk desk)
    {
        var w = desk.Words;
        await desk.Follow(w.ChangeOf(Hanako, isAccount: true));
        await desk.Fill(w.Of("ユーザー名", "User name"), "二子 花子");
        await desk.Page.Locator("#role").SelectOptionAsync(new SelectOptionValue { Label = w.Of("機器操作", "Device operation") });
        await desk.Click(w.Change);
        await desk.Succeeded(w.Of("変更が完了しました。", "It has been changed."));
        await desk.Sees("二子 花子");
    }

    private static async Task Delete(Desk desk)
    {
        var w = desk.Words;
        await desk.Click(w.DeleteOf("二子 花子", isAccount: true));
        var dialog = desk.Page.GetByRole(AriaRole.Alertdialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = w.Confirm, Exact = true }).ClickAsync();
        await desk.Succeeded(w.Of("削除が完了しました。", "It has been deleted."));
        await desk.Sees(w.Of("1件中1から1まで表示", "Showing 1 to 1 of 1"));
        Assert.Equal(0, await desk.Page.Locator("main").GetByText("二子 花子").CountAsync());
    }

    private static async Task AccountMenu(Desk desk, string entry)
    {
        await desk.Page.Locator("button.who").ClickAsync();
        await desk.Page.Locator("#account-menu").GetByRole(AriaRole.Link, new() { Name = entry, Exact = true }).ClickAsync();
        await desk.Heading(entry);
    }

    private static async Task ChangePassword(Desk desk, string current, string next, string again)
    {
        await desk.Page.Locator("html[data-circuit=up]").WaitForAsync();
        await desk.Page.Locator("#current").FillAsync(current);
        await desk.Page.Locator("#password").FillAsync(next);
        await desk.Page.Locator("#again").FillAsync(again);
        await desk.Page.Locator("form[aria-labelledby=password-heading]").GetByRole(AriaRole.Button).ClickAsync();
    }
}
