const { TestEnvironment } = require('jest-environment-node');

/**
 * jest's environment for Node with the host's own typed arrays: onnxruntime-node takes no others.
 */
module.exports = class HostArraysEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    Object.assign(this.global, { ArrayBuffer, Float32Array, Float64Array, Uint8Array });
  }
};
