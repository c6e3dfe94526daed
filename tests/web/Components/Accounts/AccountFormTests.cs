using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Components.Accounts;
using Mihari.Web.Components.Forms;
using Xunit;

namespace Mihari.Tests.Web.Components.Accounts;

public sealed class AccountFormTests
{
    [Fact]
    public async Task Add_Twice_AddsOneAndGoesToTheListWithSuccess()
    {
        await using var desk = new AccountDesk();
        var gate = new TaskCompletionSource();
        desk.Until = gate.Task;
        var form = Open(desk);
        await Fill(form);

        var first = form.Find("form").SubmitAsync();
        Assert.True(form.Find("button[type=submit]").HasAttribute("disabled"));
        var second = form.Find("form").SubmitAsync();
        gate.SetResult();
        await Task.WhenAll(first, second);

        Assert.Single(desk.Calls);
        Assert.Equal(new AccountDraft("花子", "hanako@example.jp", "Secret-123", Role.Operator), Assert.Single(desk.Drafts));
        Assert.EndsWith("/accounts", desk.Page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Equal("登録が完了しました。", desk.Page.Services.GetRequiredService<SuccessNotices>().Take());
    }

    [Fact]
    public async Task Add_Refused_KeepsWhatWasTypedAndTriesAgainWithTheSameId()
    {
        await using var desk = new AccountDesk { Refusal = new ConflictException("email", "is another account's address", Clash.Taken) };
        var form = Open(desk);
        await Fill(form);

        await form.Find("form").SubmitAsync();

        var email = form.Find("#email");
        Assert.Equal(("hanako@example.jp", "true"), (email.GetAttribute("value"), email.GetAttribute("aria-invalid")));
        Assert.Equal("すでに使用されています。", form.Find("#" + email.GetAttribute("aria-describedby")).TextContent);
        Assert.Equal("Secret-123", form.Find("#password").GetAttribute("value"));
        Assert.Contains("メールアドレス", form.Find("[role=alert] .field").TextContent, StringComparison.Ordinal);
        Assert.Null(form.Find("#name").GetAttribute("aria-invalid"));

        desk.Refusal = new TimeoutException();
        await form.Find("form").SubmitAsync();
        Assert.Contains("もう一度お試しください", form.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Null(form.Find("#email").GetAttribute("aria-invalid"));
        Assert.Equal(desk.Calls[0], desk.Calls[1]);
    }

    [Fact]
    public async Task Change_WithoutPassword_KeepsItAndNamesTheRevision()
    {
        await using var desk = new AccountDesk();
        var form = Open(desk, AccountDesk.Make(7) with { Revision = 4 });
        Assert.Equal("利用者7", form.Find("#name").GetAttribute("value"));

        await form.Find("#name").ChangeAsync("別名");
        await form.Find("form").SubmitAsync();

        Assert.Equal(["change a7 from 4"], desk.Calls);
        Assert.Equal(new AccountDraft("別名", "user7@example.jp", null, Role.Viewer), Assert.Single(desk.Drafts));
        Assert.Equal("変更が完了しました。", desk.Page.Services.GetRequiredService<SuccessNotices>().Take());
    }

    [Fact]
    public async Task Change_Administrator_IsForTheirOwnSettings()
    {
        await using var desk = new AccountDesk { Accounts = [AccountDesk.Make(1, Role.Administrator)] };
        var page = desk.Page.Render<AccountToChange>(p => p.Add(c => c.Customer, new CustomerId("c1")).Add(c => c.Id, "a1"));

        Assert.Contains("ご本人がアカウント設定から", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public async Task Change_DeletedMeanwhile_SaysSo()
    {
        await using var desk = new AccountDesk();
        var page = desk.Page.Render<AccountToChange>(p => p.Add(c => c.Customer, new CustomerId("c1")).Add(c => c.Id, "a9"));

        Assert.Contains("このアカウントは見つかりません", page.Markup, StringComparison.Ordinal);
    }

    private static IRenderedComponent<AccountForm> Open(AccountDesk desk, AccountSummary? account = null) =>
        desk.Page.Render<AccountForm>(p => p.Add(f => f.Customer, new CustomerId("c1")).Add(f => f.Account, account));

    private static async Task Fill(IRenderedComponent<AccountForm> form)
    {
        await form.Find("#name").ChangeAsync("花子");
        await form.Find("#email").ChangeAsync("hanako@example.jp");
        await form.Find("#password").ChangeAsync("Secret-123");
        await form.Find("#role").ChangeAsync("Operator");
    }
}
