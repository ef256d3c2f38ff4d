namespace TorchTrust;

/// <summary>Small images side by side, such as items of a data set as a network gets them.</summary>
/// <param name="Title">What is to be seen.</param>
/// <param name="Tiles">The images, at most 32.</param>
public sealed record ImagesPicture(string Title, IReadOnlyList<ImageTile> Tiles) : Picture(Title);
