using Mihari.Web.Components;

var builder = WebApplication.CreateBuilder(args);
builder.AddPortal();

var app = builder.Build();
app.UseAntiforgery();
app.MapPortal();
await app.RunAsync();
