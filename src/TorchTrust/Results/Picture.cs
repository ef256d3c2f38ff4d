using System.Text.Json.Serialization;

namespace TorchTrust;

/// <summary>The data of a picture that says more than a number. How it looks is the business of whoever draws it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(BarPicture), "bars")]
[JsonDerivedType(typeof(CurvePicture), "curves")]
[JsonDerivedType(typeof(HeatMapPicture), "heatMap")]
[JsonDerivedType(typeof(HistogramPicture), "histogram")]
[JsonDerivedType(typeof(ImagesPicture), "images")]
[JsonDerivedType(typeof(TablePicture), "table")]
public abstract record Picture
{
    private protected Picture(string title) => Title = title;

    /// <summary>What is to be seen, as a phrase.</summary>
    public string Title { get; init; }

    /// <summary>What to look for, and what was left out, as a sentence.</summary>
    public string? Caption { get; init; }

    /// <summary>
    /// Whether it shows items of the user's data, and not only how they are distributed. Such a picture is a part of a report only where
    /// <see cref="TrustOptions.ShowsData"/> says so.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ShowsItems { get; init; }
}
