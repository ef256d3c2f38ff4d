using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Watch.Fixture;

/// <content>Order and noise.</content>
internal static partial class Trainings
{
    private static void SameOrder(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < Math.Max(4, job.Epochs); epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch(isShuffled: false))
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward(); // FAULT: the same order each epoch.
                optimizer.step();
            }
        }
    }

    private static void SeedInLoop(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < Math.Max(4, job.Epochs); epoch++)
        {
            manual_seed(42); // FAULT: each epoch draws the same.
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs), labels).backward();
                optimizer.step();
            }
        }
    }

    private static void GeneratorInLoop(Job job)
    {
        var toy = new Toy();
        var net = new Net();
        Adam optimizer = optim.Adam(net.parameters(), 1e-2);
        for (int epoch = 0; epoch < job.Epochs; epoch++)
        {
            foreach ((Tensor inputs, Tensor labels) in toy.Epoch())
            {
                using var generator = new Generator(3); // FAULT: the noise of each step is the same.
                optimizer.zero_grad();
                cross_entropy(net.forward(inputs + randn(inputs.shape, generator: generator)), labels).backward();
                optimizer.step();
            }
        }
    }
}
