using Stranger;
using TorchSharp;

using var model = new Classifier(10);
Console.WriteLine(model.call(torch.randn(2, 1, 8, 8)));
